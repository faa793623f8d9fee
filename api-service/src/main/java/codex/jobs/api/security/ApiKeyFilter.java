package codex.jobs.api.security;

import codex.jobs.api.graphql.ApiPath;
import codex.jobs.api.graphql.TransportError;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Bearer token → [Caller] as a request attribute, or 401; an address that names nothing the caller
/// can see is 404, and a request more than the organization may make is 429. A WebSocket handshake
/// may come without a token: browsers cannot send headers with it, so the connection's first
/// message brings it.
final class ApiKeyFilter extends OncePerRequestFilter {

    private final CurrentTenant tenant;
    private final RequestRate rate;

    ApiKeyFilter(CurrentTenant tenant, RequestRate rate) {
        this.tenant = tenant;
        this.rate = rate;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !ApiPath.covers(request);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null && isWebSocketHandshake(request)) {
            chain.doFilter(request, response);
            return;
        }
        Access access;
        Optional<TransportError> refusal;
        try {
            access =
                    tenant.access(
                            authorization,
                            ApiPath.segment(request),
                            request.getHeader(CurrentTenant.ENVIRONMENT_HEADER));
            refusal =
                    access instanceof Access.Granted(var caller)
                            ? rate.refusal(caller.organization())
                            : Optional.empty();
        } catch (RuntimeException e) {
            TransportError.unexpected(e).write(request, response);
            return;
        }
        if (refusal.isPresent()) {
            refusal.get().write(request, response);
            return;
        }
        switch (access) {
            case Access.Granted(var caller) -> {
                request.setAttribute(Caller.CONTEXT, caller);
                chain.doFilter(request, response);
            }
            case Access.Unauthenticated _ -> {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                TransportError.notAuthenticated().write(request, response);
            }
            case Access.NotFound _ -> TransportError.notFound().write(request, response);
        }
    }

    private static boolean isWebSocketHandshake(HttpServletRequest request) {
        return "GET".equals(request.getMethod())
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }
}
