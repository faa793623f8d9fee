package codex.jobs.worker.runtime;

import codex.jobs.model.job.Backoff;
import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.Step;
import codex.jobs.model.message.JobNews;
import codex.jobs.stores.jobs.Change;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.news.EffectPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Takes a job one step further, against all others who do the same: step, write if nobody was
/// faster, else read again and step again; then tell the news.
@Component
final class JobSteps {

    private static final Logger log = LoggerFactory.getLogger(JobSteps.class);
    private static final Backoff STORE_AWAY =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final JobStore jobs;
    private final JobWrites writes;
    private final EffectPublisher publisher;
    private final ProgressNews progress;
    private final InstantSource clock;

    JobSteps(
            JobStore jobs,
            JobWrites writes,
            EffectPublisher publisher,
            ProgressNews progress,
            InstantSource clock) {
        this.jobs = jobs;
        this.writes = writes;
        this.publisher = publisher;
        this.progress = progress;
        this.clock = clock;
    }

    /// The job after the event, or empty if the event does not fit it any more. Waits while the
    /// store is away.
    ///
    /// @param seen the job as the caller knows it; it may have changed since
    /// @param givenUp asked while the store is away; once it is true, the store's failure is thrown
    Optional<Job> apply(Job seen, JobEvent event, BooleanSupplier givenUp)
            throws InterruptedException {
        @Nullable Job job = seen;
        var unsure = false;
        var fresh = false;
        for (var tries = 1; job != null; tries++) {
            try {
                switch (JobMachine.step(job, event, clock.instant())) {
                    case Step.Ignored(var reason) -> {
                        // Only the stored job can tell: what the caller saw may lack a
                        // cancellation.
                        if (fresh) {
                            ignored(job, event, reason, unsure);
                            return Optional.empty();
                        }
                    }
                    case Step.Applied(var next, var effects) -> {
                        if (writes.write(new Change(job, next))) {
                            tell(effects);
                            return Optional.of(next);
                        }
                    }
                }
                job = jobs.find(seen.organization(), seen.id()).orElse(null);
                fresh = true;
            } catch (DataAccessException e) {
                if (givenUp.getAsBoolean()) {
                    throw e;
                }
                unsure = true;
                fresh = false;
                log.warn("The job store is away, trying again: job={} {}", seen.id(), e.toString());
                Pause.after(tries, STORE_AWAY);
            }
        }
        return Optional.empty();
    }

    /// Tells what a written step asks for. Nobody waits for it: lost news are repaired by the job's
    /// `wakeAt`.
    void tell(List<Effect> effects) {
        for (var effect : effects) {
            if (effect instanceof Effect.PublishNews(var news)
                    && news.kind() == JobNews.Kind.PROGRESSED) {
                progress.happened(news);
            } else {
                var _ = publisher.publish(List.of(effect));
            }
        }
    }

    private void ignored(Job job, JobEvent event, String reason, boolean unsure) {
        log.info(
                "Ignored, {}: job={} event={}", reason, job.id(), event.getClass().getSimpleName());
        if (unsure) {
            // Perhaps it was this step that was written although the store's answer got lost.
            var _ =
                    publisher.publish(
                            List.of(
                                    new Effect.PublishNews(
                                            new JobNews(
                                                    job.organization(),
                                                    job.id(),
                                                    job.version(),
                                                    JobNews.Kind.CHANGED))));
        }
    }
}
