package codex.jobs.api.graphql;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error as clients see it: a message, and what machines need in `extensions` (specification
/// 2.4). It has no error type, because graphql-java would show that as a `classification`.
final class CodedError implements GraphQLError {

    private static final long serialVersionUID = 1L;

    private final String message;
    private final transient @Nullable List<SourceLocation> locations;
    private final transient @Nullable List<Object> path;
    private final transient Map<String, Object> extensions;

    CodedError(
            String message,
            @Nullable List<SourceLocation> locations,
            @Nullable List<Object> path,
            Map<String, Object> extensions) {
        this.message = message;
        this.locations = locations;
        this.path = path;
        this.extensions = new LinkedHashMap<>(extensions);
    }

    /// An error of the whole request.
    static CodedError of(String code, String message) {
        return new CodedError(message, null, null, Map.of("code", code));
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    @SuppressWarnings("NullAway") // none for errors of the whole request
    public List<SourceLocation> getLocations() {
        return locations;
    }

    @Override
    @SuppressWarnings("NullAway") // see the class comment
    public ErrorClassification getErrorType() {
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // none for errors of the whole request
    public List<Object> getPath() {
        return path;
    }

    @Override
    public Map<String, Object> getExtensions() {
        return extensions;
    }
}
