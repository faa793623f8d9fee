package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Effect;
import codex.jobs.stores.news.EffectPublisher;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Does the effects of what was written, without waiting: a lost one is repaired by its job's
/// `wakeAt`.
@Component
public final class Effects {

    private static final Logger log = LoggerFactory.getLogger(Effects.class);

    private final EffectPublisher publisher;
    private final SchedulerMetrics metrics;
    private volatile boolean failing;

    Effects(EffectPublisher publisher, SchedulerMetrics metrics) {
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /// Whether the last ones were lost. Then tasks should be released one by one: each that is lost
    /// is only sent again after a while.
    public boolean areFailing() {
        return failing;
    }

    void run(List<Effect> effects) {
        if (effects.isEmpty()) {
            return;
        }
        metrics.effects(effects);
        var _ = publisher.publish(effects).whenComplete((_, failure) -> ended(failure));
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
