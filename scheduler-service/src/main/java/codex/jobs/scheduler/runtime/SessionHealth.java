package codex.jobs.scheduler.runtime;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// A scheduler is ready while MongoDB answers its heartbeat. Kafka is not asked: without a broker,
/// wake-ups go on.
@Component("session")
final class SessionHealth implements HealthIndicator {

    private final StoreWatch store;

    SessionHealth(StoreWatch store) {
        this.store = store;
    }

    @Override
    public Health health() {
        return store.isFresh() ? Health.up().build() : Health.down().build();
    }
}
