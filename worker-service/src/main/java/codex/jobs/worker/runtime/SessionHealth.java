package codex.jobs.worker.runtime;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// A worker is ready while its session lives, which also says that MongoDB answers. Kafka is not
/// asked: a worker without a broker finishes what it has.
@Component("session")
final class SessionHealth implements HealthIndicator {

    private final WorkerSession session;

    SessionHealth(WorkerSession session) {
        this.session = session;
    }

    @Override
    public Health health() {
        return session.current()
                .map(id -> Health.up().withDetail("session", id.value()).build())
                .orElseGet(() -> Health.down().build());
    }
}
