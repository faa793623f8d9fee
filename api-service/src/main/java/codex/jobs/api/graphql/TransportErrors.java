package codex.jobs.api.graphql;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// Answers requests that are no GraphQL requests, so that no other page of the server does.
@Component
final class TransportErrors implements HandlerExceptionResolver, Ordered {

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception exception) {
        if (!ApiPath.covers(request) || response.isCommitted()) {
            return null;
        }
        var error = error(exception);
        if (error == null) {
            return null;
        }
        try {
            response.reset();
            error.write(request, response);
        } catch (IOException _) {
            // The client is gone.
        }
        return new ModelAndView();
    }

    private static @Nullable TransportError error(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.Exceeded exceeded) {
                return TransportError.bodyTooLarge(exceeded.most());
            }
        }
        return switch (exception) {
            case HttpMessageNotReadableException _ -> TransportError.unreadable();
            case ServerWebInputException _ -> TransportError.noQuery();
            // Their status says it all; and nobody is there to read an answer.
            case ErrorResponse response when response.getStatusCode().is4xxClientError() -> null;
            case AsyncRequestNotUsableException _ -> null;
            case CompletionException e when e.getCause() instanceof Exception cause -> error(cause);
            default -> TransportError.unexpected(exception);
        };
    }
}
