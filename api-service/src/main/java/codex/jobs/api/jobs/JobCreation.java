package codex.jobs.api.jobs;

import codex.jobs.api.limits.Quotas;
import codex.jobs.api.security.Caller;
import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.message.JobNews;
import codex.jobs.model.recurring.Run;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.news.EffectPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Spec → a job with its tasks, planned, stored and told: the one way in, if the organization may
/// have one more job. Once this answers, the job is durable; news that are lost with the broker are
/// made good by the job's `wakeAt`.
@Component
public final class JobCreation {

    private static final Logger log = LoggerFactory.getLogger(JobCreation.class);

    private final JobStore jobs;
    private final JobLogStore lines;
    private final EffectPublisher publisher;
    private final JobIds ids;
    private final Quotas quotas;
    private final InstantSource time;
    private final MeterRegistry meters;

    JobCreation(
            JobStore jobs,
            JobLogStore lines,
            EffectPublisher publisher,
            JobIds ids,
            Quotas quotas,
            InstantSource time,
            MeterRegistry meters) {
        this.jobs = jobs;
        this.lines = lines;
        this.publisher = publisher;
        this.ids = ids;
        this.quotas = quotas;
        this.time = time;
        this.meters = meters;
    }

    /// The new job, or the one that was created before with the same key and input.
    public CreatedJob create(
            Caller caller,
            String name,
            JobSpec spec,
            @Nullable Instant scheduledTime,
            @Nullable String idempotencyKey) {
        return create(caller, name, spec, scheduledTime, idempotencyKey, List.of());
    }

    /// The same.
    ///
    /// @param notes what the log of a new job says from the beginning
    public CreatedJob create(
            Caller caller,
            String name,
            JobSpec spec,
            @Nullable Instant scheduledTime,
            @Nullable String idempotencyKey,
            List<JobNote> notes) {
        var planned = plan(caller, name, spec, scheduledTime, idempotencyKey, notes);
        return CreatedJob.of(store(planned, notes));
    }

    /// A job that is not stored yet: for those who need its id before.
    public Job plan(
            Caller caller,
            String name,
            JobSpec spec,
            @Nullable Instant scheduledTime,
            @Nullable String idempotencyKey) {
        return plan(caller, name, spec, scheduledTime, idempotencyKey, List.of());
    }

    private Job plan(
            Caller caller,
            String name,
            JobSpec spec,
            @Nullable Instant scheduledTime,
            @Nullable String idempotencyKey,
            List<JobNote> notes) {
        // What MongoDB keeps, so that an answer never tells more than a later read.
        var now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        return Job.planned(
                ids.next(now),
                caller.organization(),
                caller.environment().id(),
                name,
                spec,
                scheduledTime,
                caller.actor(),
                Idempotency.key(idempotencyKey, caller, name, spec, scheduledTime),
                JobNote.counted(notes),
                now);
    }

    /// The job that was created before with the key and input of `planned`.
    public Optional<Job> before(Job planned) {
        var key = planned.idempotencyKey();
        return key == null
                ? Optional.empty()
                : jobs.find(planned.organization(), key)
                        .map(stored -> Idempotency.same(stored, planned));
    }

    /// `planned` as it is stored now, or the job that was created before with its key and input.
    public Job store(Job planned) {
        return store(planned, List.of());
    }

    private Job store(Job planned, List<JobNote> notes) {
        var full = quotas.takeJob(planned.organization(), "");
        if (full.isPresent()) {
            return before(planned).orElseThrow(full::get);
        }
        var stored = inserted(planned);
        if (!stored.id().equals(planned.id())) {
            return Idempotency.same(stored, planned);
        }
        var first = new ArrayList<LogLine>();
        var scheduledTime = planned.scheduledTime();
        if (scheduledTime != null && Job.isOver(scheduledTime, planned.createdAt())) {
            first.add(runsAtOnce(planned, scheduledTime));
        }
        for (var note : notes) {
            first.add(note.line(planned, first.size() + 1));
        }
        if (!first.isEmpty()) {
            lines.insertAll(first);
        }
        tell(planned);
        meters.counter("codex.jobs.created", "type", planned.type().name()).increment();
        log.debug("Job created, organization={}, job={}", planned.organization(), planned.id());
        return planned;
    }

    /// The run of a recurring job, unless a scheduler has stored it already.
    public Job store(Run run) {
        lines.insertAll(run.lines());
        jobs.insertMissing(List.of(run.job()));
        if (!run.job().settled()) {
            tell(run.job());
        }
        return run.job();
    }

    /// Gives the place back if no new job is stored.
    private Job inserted(Job planned) {
        Job stored = null;
        try {
            stored = jobs.insert(planned);
            return stored;
        } finally {
            if (stored == null || !stored.id().equals(planned.id())) {
                quotas.giveBackJob(planned.organization());
            }
        }
    }

    private void tell(Job job) {
        var news = new JobNews(job.organization(), job.id(), job.version(), JobNews.Kind.CHANGED);
        var _ =
                publisher
                        .publish(List.of(new Effect.PublishNews(news)))
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                meters.counter("codex.jobs.news.lost").increment();
                                log.debug("News of job {} not published", job.id(), failure);
                            }
                        });
    }

    private static LogLine runsAtOnce(Job job, Instant scheduledTime) {
        return new LogLine(
                LogId.ofJob(job.id(), "scheduled-time-over"),
                job.organization(),
                job.id(),
                null,
                job.attempt(),
                0,
                job.createdAt(),
                LogType.INFO,
                "The scheduled time %s is over; the job runs at once".formatted(scheduledTime),
                null,
                null,
                null,
                null,
                null);
    }
}
