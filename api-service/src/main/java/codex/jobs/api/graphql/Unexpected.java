package codex.jobs.api.graphql;

import graphql.language.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/// What nobody expected: logged once, under an id that the client is told and nothing more.
final class Unexpected {

    static final String MESSAGE = "Unexpected Execution Error";
    static final String CODE = "UNEXPECTED_ERROR";

    private static final Logger log = LoggerFactory.getLogger(Unexpected.class);

    private Unexpected() {}

    static CodedError error(
            Throwable cause,
            @Nullable List<SourceLocation> locations,
            @Nullable List<Object> path) {
        return new CodedError(MESSAGE, locations, path, extensions(cause));
    }

    static Map<String, Object> extensions(Throwable cause) {
        var id = UUID.randomUUID().toString();
        log.error("Unexpected error, errorId={}", id, cause);
        var extensions = new LinkedHashMap<String, Object>();
        extensions.put("code", CODE);
        extensions.put("retryable", isPassing(cause));
        extensions.put("errorId", id);
        return extensions;
    }

    /// A store that cannot be reached comes back.
    static boolean isPassing(Throwable cause) {
        return cause instanceof DataAccessResourceFailureException
                || cause instanceof TransientDataAccessException;
    }
}
