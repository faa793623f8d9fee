package codex.jobs.api.security;

import codex.jobs.api.graphql.ApiPath;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlInterceptor;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Hands the caller to the controllers. Over HTTP the [ApiKeyFilter] has found it; a WebSocket
/// connection is let in by its `connection_init` message, with the token in its payload
/// (`{"Authorization": "Bearer …"}`) or in the handshake's headers. Each operation over it is a
/// request, as the filter counts them over HTTP.
@Component
final class CallerInterceptor implements WebSocketGraphQlInterceptor, Ordered {

    private final CurrentTenant tenant;
    private final RequestRate rate;

    CallerInterceptor(CurrentTenant tenant, RequestRate rate) {
        this.tenant = tenant;
        this.rate = rate;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        var attributes =
                request instanceof WebSocketGraphQlRequest socket
                        ? socket.getSessionInfo().getAttributes()
                        : request.getAttributes();
        var caller = (Caller) Objects.requireNonNull(attributes.get(Caller.CONTEXT));
        if (request instanceof WebSocketGraphQlRequest) {
            var refusal = rate.refusal(caller.organization());
            if (refusal.isPresent()) {
                return Mono.just(refusal.get().answer(request));
            }
        }
        request.configureExecutionInput(
                (_, input) -> input.graphQLContext(Map.of(Caller.CONTEXT, caller)).build());
        return chain.next(request);
    }

    @Override
    public Mono<Object> handleConnectionInitialization(
            WebSocketSessionInfo session, Map<String, Object> payload) {
        var segment = ApiPath.segment(session.getUri());
        var access =
                tenant.access(
                        given(session, payload, HttpHeaders.AUTHORIZATION),
                        segment,
                        given(session, payload, CurrentTenant.ENVIRONMENT_HEADER));
        if (!(access instanceof Access.Granted(var caller))) {
            // Closes the connection as unauthorized, whatever the reason.
            return Mono.error(new IllegalArgumentException("Not authorized"));
        }
        session.getAttributes().put(Caller.CONTEXT, caller.over(session.getId()));
        return Mono.empty();
    }

    private static @Nullable String given(
            WebSocketSessionInfo session, Map<String, Object> payload, String name) {
        return payload.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElseGet(() -> session.getHeaders().getFirst(name));
    }
}
