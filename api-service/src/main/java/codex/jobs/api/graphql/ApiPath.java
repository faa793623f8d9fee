package codex.jobs.api.graphql;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// The addresses of the API: `/v2/{organization or environment}/…`. They are matched as the
/// handlers' own addresses are, not as servlet containers do: `/v2/%2e%2e/jobs/graphql` must not
/// reach a handler around its filters.
public final class ApiPath {

    private static final PathPattern PATTERN =
            PathPatternParser.defaultInstance.parse("/v2/{segment}/**");

    private ApiPath() {}

    public static boolean covers(HttpServletRequest request) {
        return PATTERN.matches(path(request));
    }

    /// The part after `/v2/`, decoded.
    public static String segment(HttpServletRequest request) {
        return segment(path(request));
    }

    /// The part after `/v2/`, decoded.
    public static String segment(URI address) {
        return segment(PathContainer.parsePath(address.getRawPath()));
    }

    private static PathContainer path(HttpServletRequest request) {
        return ServletRequestPathUtils.parse(request).pathWithinApplication();
    }

    private static String segment(PathContainer path) {
        var match = PATTERN.matchAndExtract(path);
        return match == null ? "" : match.getUriVariables().getOrDefault("segment", "");
    }
}
