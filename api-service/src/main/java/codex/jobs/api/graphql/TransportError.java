package codex.jobs.api.graphql;

import codex.jobs.model.error.ErrorCode;
import graphql.ExecutionResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/// A request that is refused before it reaches the engine, in the shape of a GraphQL error.
public record TransportError(HttpStatus status, Map<String, Object> extensions, String message) {

    private static final String GRAPHQL = "application/graphql-response+json";

    private static final JsonMapper JSON = JsonMapper.shared();

    TransportError(HttpStatus status, String code, String message) {
        this(status, Map.of("code", code), message);
    }

    public static TransportError notAuthenticated() {
        return new TransportError(
                HttpStatus.UNAUTHORIZED,
                TransportCode.NOT_AUTHENTICATED,
                "The current user is not authorized to access this resource.");
    }

    public static TransportError notFound() {
        return new TransportError(
                HttpStatus.NOT_FOUND,
                "ENVIRONMENT_NOT_FOUND",
                "There is no such organization or environment.");
    }

    /// More requests than the organization may make.
    ///
    /// @param retryAfter when another request may come
    public static TransportError rateLimited(int perSecond, Duration retryAfter) {
        var extensions = new LinkedHashMap<String, Object>();
        extensions.put("code", ErrorCode.RATE_LIMITED.name());
        extensions.put("retryable", true);
        extensions.put(RetryAfter.EXTENSION, RetryAfter.seconds(retryAfter));
        return new TransportError(
                HttpStatus.TOO_MANY_REQUESTS,
                extensions,
                "At most " + perSecond + " requests a second.");
    }

    static TransportError bodyTooLarge(long most) {
        return new TransportError(
                HttpStatus.CONTENT_TOO_LARGE,
                TransportCode.BODY_TOO_LARGE,
                "Max GraphQL request size reached: " + most + " bytes are allowed.");
    }

    static TransportError unreadable() {
        return new TransportError(
                HttpStatus.BAD_REQUEST,
                TransportCode.INVALID_REQUEST,
                "The body is not one GraphQL request as a JSON object.");
    }

    static TransportError noQuery() {
        return new TransportError(
                HttpStatus.BAD_REQUEST, TransportCode.NO_QUERY, "The request has no query.");
    }

    public static TransportError unexpected(Exception cause) {
        return new TransportError(
                Unexpected.isPassing(cause)
                        ? HttpStatus.SERVICE_UNAVAILABLE
                        : HttpStatus.INTERNAL_SERVER_ERROR,
                Unexpected.extensions(cause),
                Unexpected.MESSAGE);
    }

    public void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        response.setStatus(status.value());
        if (extensions.get(RetryAfter.EXTENSION) instanceof Long seconds) {
            response.setHeader(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        response.setContentType(
                accepted != null && accepted.contains(GRAPHQL) ? GRAPHQL : "application/json");
        var error = Map.of("message", message, "extensions", extensions);
        response.getOutputStream().write(JSON.writeValueAsBytes(Map.of("errors", List.of(error))));
    }

    /// The same where there is no HTTP status: as the answer to an operation over a WebSocket.
    public WebGraphQlResponse answer(WebGraphQlRequest request) {
        var error = new CodedError(message, null, null, extensions);
        return new WebGraphQlResponse(
                new DefaultExecutionGraphQlResponse(
                        request.toExecutionInput(),
                        ExecutionResult.newExecutionResult().addError(error).build()));
    }
}
