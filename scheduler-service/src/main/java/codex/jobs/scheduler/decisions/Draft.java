package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Liveness;
import codex.jobs.model.job.Step;
import codex.jobs.model.message.JobNews;
import codex.jobs.stores.jobs.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A job on its way through several steps that become one write.
final class Draft {

    private static final Logger log = LoggerFactory.getLogger(Draft.class);

    private final Job read;
    private final Instant now;
    private final List<Effect> tasks = new ArrayList<>();
    private Job job;
    private boolean told;
    private boolean fromQueue;

    Draft(Job read, Instant now) {
        this.read = read;
        this.now = now;
        this.job = read;
    }

    Job job() {
        return job;
    }

    Liveness liveness() {
        return Liveness.of(job, now);
    }

    Draft step(JobEvent event) {
        switch (JobMachine.step(job, event, now)) {
            case Step.Applied(var next, var effects) -> {
                job = next;
                effects.forEach(this::collect);
                fromQueue |= event instanceof JobEvent.Admitted;
            }
            case Step.Ignored(var reason) ->
                    log.debug(
                            "{} ignored, {}: organization={} job={}",
                            event.getClass().getSimpleName(),
                            reason,
                            job.organization(),
                            job.id());
        }
        return this;
    }

    private void collect(Effect effect) {
        switch (effect) {
            case Effect.PublishTask task -> tasks.add(task);
            case Effect.PublishNews _ -> told = true;
        }
    }

    /// Takes back all steps.
    void leave() {
        job = read;
        tasks.clear();
        told = false;
        fromQueue = false;
    }

    /// Whether it has just become the job's turn.
    boolean isFromQueue() {
        return fromQueue;
    }

    /// Whether the job waits for its start, or has just got it.
    boolean begins() {
        return read.status() == JobStatus.PENDING && !job.settled();
    }

    boolean isChanged() {
        return job.version() != read.version();
    }

    Change change() {
        return new Change(read, job);
    }

    /// Of the news of all steps only the last is worth telling; and it calls no scheduler, since
    /// this one has decided everything there is.
    List<Effect> effects() {
        var effects = new ArrayList<>(tasks);
        if (told) {
            effects.add(
                    new Effect.PublishNews(
                            new JobNews(
                                    job.organization(),
                                    job.id(),
                                    job.version(),
                                    JobNews.Kind.PROGRESSED)));
        }
        return effects;
    }
}
