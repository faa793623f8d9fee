package codex.jobs.api.graphql;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error as clients see it: a message, and what machines need in `extensions` (specification
/// 2.4), without graphql-java's `classification`.
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

    /// For metrics only.
    @Override
    public ErrorClassification getErrorType() {
        return ErrorType.DataFetchingException;
    }

    @Override
    public Map<String, Object> toSpecification() {
        var error = new LinkedHashMap<String, Object>();
        error.put("message", message);
        if (locations != null) {
            error.put("locations", locations.stream().map(CodedError::position).toList());
        }
        if (path != null) {
            error.put("path", path);
        }
        error.put("extensions", extensions);
        return error;
    }

    private static Map<String, Integer> position(SourceLocation location) {
        var position = new LinkedHashMap<String, Integer>();
        position.put("line", location.getLine());
        position.put("column", location.getColumn());
        return position;
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
