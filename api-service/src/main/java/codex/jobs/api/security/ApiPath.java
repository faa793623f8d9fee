package codex.jobs.api.security;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// The address of the API: `/v2/{organization or environment}/jobs/graphql`.
final class ApiPath {

    static final String PATTERN = "/v2/*";

    private ApiPath() {}

    /// The part after `/v2/`, or empty.
    static String segment(String path) {
        var parts = path.split("/", 4);
        return parts.length > 2 ? URLDecoder.decode(parts[2], StandardCharsets.UTF_8) : "";
    }
}
