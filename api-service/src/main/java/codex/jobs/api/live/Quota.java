package codex.jobs.api.live;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.error.Rejected.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/// How many subscriptions an organization and a connection may have open.
@Component
final class Quota {

    /// Others end any moment.
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ApiProperties.Subscriptions limits;
    private final Map<Object, Integer> open = new ConcurrentHashMap<>();

    Quota(ApiProperties properties) {
        this.limits = properties.subscriptions();
    }

    <T> Flux<T> limited(Caller caller, Flux<T> subscription) {
        return Flux.defer(() -> {
            if (!isTaken(caller.organization(), limits.perOrganization())) {
                return Flux.error(refusal("organization", limits.perOrganization()));
            }
            var connection = caller.connection();
            if (connection != null && !isTaken(connection, limits.perConnection())) {
                release(caller.organization());
                return Flux.error(refusal("connection", limits.perConnection()));
            }
            return subscription.doFinally(_ -> {
                release(caller.organization());
                if (connection != null) {
                    release(connection);
                }
            });
        });
    }

    private boolean isTaken(Object owner, int most) {
        return open.merge(owner, 1, Integer::sum) <= most || release(owner);
    }

    /// Always false.
    private boolean release(Object owner) {
        open.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1);
        return false;
    }

    private static Rejected refusal(String owner, int most) {
        return new Rejected(
                List.of(
                        new Violation(
                                ErrorCode.QUOTA_EXCEEDED,
                                "",
                                "At most " + most + " subscriptions for each " + owner + ".",
                                RETRY_AFTER)));
    }
}
