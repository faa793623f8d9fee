package codex.jobs.api.audit;

import codex.jobs.api.ApiProperties;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Where requests come from: the other end of the connection, or, behind proxies of the operator's
/// own, what the outermost of them has written into `X-Forwarded-For`. What clients write there
/// themselves stands further left and is never looked at.
@Component
final class ClientAddresses implements WebGraphQlInterceptor {

    /// The address's name in the GraphQL context.
    static final String CONTEXT = "clientAddress";

    private static final String FORWARDED = "X-Forwarded-For";
    private static final int LONGEST = 64;

    private final int proxies;

    ClientAddresses(ApiProperties properties) {
        proxies = properties.audit().proxies();
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        var address = address(request);
        if (address != null) {
            request.configureExecutionInput(
                    (_, input) -> input.graphQLContext(Map.of(CONTEXT, address)).build());
        }
        return chain.next(request);
    }

    private @Nullable String address(WebGraphQlRequest request) {
        if (proxies > 0) {
            var forwarded = forwarded(request.getHeaders().getOrEmpty(FORWARDED), proxies);
            if (forwarded != null) {
                return forwarded;
            }
        }
        var remote = request.getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? null
                : remote.getAddress().getHostAddress();
    }

    /// @param proxies how many of the operator's own have each added an address at the right
    static @Nullable String forwarded(List<String> headers, int proxies) {
        var addresses =
                headers.stream()
                        .flatMap(header -> Stream.of(header.split(",", -1)))
                        .map(String::strip)
                        .toList();
        var at = addresses.size() - proxies;
        if (at < 0) {
            return null;
        }
        var address = addresses.get(at);
        return address.isEmpty() || address.length() > LONGEST ? null : address;
    }
}
