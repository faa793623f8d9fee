package codex.jobs.scheduler.events;

import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.stores.StoresProperties;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.stereotype.Component;

/// Consumes the news of jobs while it is started.
@Component
public final class NewsConsumer {

    private final ConcurrentMessageListenerContainer<byte[], byte[]> container;

    NewsConsumer(StoresProperties stores, SchedulerProperties scheduler, JobNewsListener listener) {
        container = NewsContainer.of(stores, scheduler, listener);
    }

    public void start() {
        container.start();
    }

    /// Returns when the batch under way is decided.
    public void stop() {
        container.stop();
    }
}
