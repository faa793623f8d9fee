package codex.jobs.scheduler.runtime;

import java.time.Duration;
import org.springframework.stereotype.Component;

/// When MongoDB last answered this scheduler.
@Component
final class StoreWatch {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private volatile long answeredAt = System.nanoTime() - FRESH.toNanos() - 1;

    void answered() {
        answeredAt = System.nanoTime();
    }

    boolean isFresh() {
        return System.nanoTime() - answeredAt < FRESH.toNanos();
    }
}
