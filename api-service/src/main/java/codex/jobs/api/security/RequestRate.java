package codex.jobs.api.security;

import codex.jobs.api.graphql.TransportError;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.tenants.LimitStore;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// How many requests an organization makes to this instance in a second, over HTTP and WebSockets
/// together. An organization that is silent for a while is forgotten, so memory is bounded by those
/// that call.
@Component
final class RequestRate {

    private static final int MOST_KEPT = 10_000;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

    private final LimitStore limits;
    private final Counter refused;
    private final Cache<OrganizationId, RateLimiter> limiters =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterAccess(FORGOTTEN_AFTER).build();

    RequestRate(LimitStore limits, MeterRegistry meters) {
        this.limits = limits;
        this.refused = meters.counter("codex.jobs.limits.refused", "limit", "requestsPerSecond");
    }

    /// Counts a request; answers the refusal if it is one too many.
    Optional<TransportError> refusal(OrganizationId organization) {
        var most = limits.of(organization).requestsPerSecond();
        var limiter = limiters.get(organization, _ -> limiter(most));
        if (limiter.getRateLimiterConfig().getLimitForPeriod() != most) {
            limiter.changeLimitForPeriod(most);
        }
        if (limiter.acquirePermission()) {
            return Optional.empty();
        }
        refused.increment();
        return Optional.of(TransportError.rateLimited(most, PERIOD));
    }

    private static RateLimiter limiter(int most) {
        return RateLimiter.of(
                "requests",
                RateLimiterConfig.custom()
                        .limitRefreshPeriod(PERIOD)
                        .limitForPeriod(most)
                        .timeoutDuration(Duration.ZERO)
                        .build());
    }
}
