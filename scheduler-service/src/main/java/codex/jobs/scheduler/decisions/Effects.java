package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.message.JobNews;
import codex.jobs.stores.news.EffectPublisher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Does the effects of what was written, without waiting: a lost one is repaired by its job's
/// `wakeAt`.
@Component
final class Effects {

    private static final Logger log = LoggerFactory.getLogger(Effects.class);

    private final EffectPublisher publisher;
    private final SchedulerMetrics metrics;
    private volatile boolean failing;

    Effects(EffectPublisher publisher, SchedulerMetrics metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /// Whether effects reach the brokers. After some were lost this is found out by news of `job`,
    /// which do no harm: a task that is released in vain is only sent again after a while, so as
    /// long as Kafka is away none should be. May take as long as a delivery.
    boolean arrive(Job job) {
        if (failing) {
            probe(job).exceptionally(_ -> null).join();
        }
        return !failing;
    }

    private CompletableFuture<Void> probe(Job job) {
        var news =
                new JobNews(job.organization(), job.id(), job.version(), JobNews.Kind.PROGRESSED);
        return published(List.of(new Effect.PublishNews(news)));
    }

    void run(List<Effect> effects) {
        if (effects.isEmpty()) {
            return;
        }
        var _ = published(effects);
    }

    private CompletableFuture<Void> published(List<Effect> effects) {
        metrics.effects(effects);
        return publisher.publish(effects).whenComplete((_, failure) -> ended(failure));
    }

    private void ended(@Nullable Throwable failure) {
        if (failure == null) {
            failing = false;
            return;
        }
        metrics.effectsLost();
        if (!failing) {
            failing = true;
            log.warn("Effects were lost, the jobs' wake-up repairs them: {}", failure.toString());
        }
    }
}
