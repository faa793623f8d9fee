package codex.jobs.api.recurring;

import codex.jobs.api.jobs.Idempotency;
import codex.jobs.api.jobs.JobCreation;
import codex.jobs.api.jobs.JobIds;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.message.RecurringNews;
import codex.jobs.model.recurring.RecurringEvent;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.RecurringMachine;
import codex.jobs.model.recurring.Run;
import codex.jobs.model.recurring.Schedule;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.stores.news.EffectPublisher;
import codex.jobs.stores.recurring.RecurringJobStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/// What users do to recurring jobs: each change is one conditional write, tried again on what
/// somebody else has made of it.
@Component
public final class RecurringJobs {

    private static final int MAX_TRIES = 50;
    private static final int MOST_OF_AN_ENVIRONMENT = 1_000;

    private final RecurringJobStore recurring;
    private final JobCreation creation;
    private final JobIds ids;
    private final EffectPublisher publisher;
    private final InstantSource time;

    RecurringJobs(
            RecurringJobStore recurring,
            JobCreation creation,
            JobIds ids,
            EffectPublisher publisher,
            InstantSource time) {
        this.recurring = recurring;
        this.creation = creation;
        this.ids = ids;
        this.publisher = publisher;
        this.time = time;
    }

    /// The new one, or the one that was created before with the same key and input.
    public RecurringJob create(
            Caller caller,
            String name,
            JobSpec.SyncEnvironments spec,
            Schedule schedule,
            @Nullable String idempotencyKey) {
        var now = now();
        var planned =
                RecurringJob.planned(
                        new RecurringJobId(ids.next(now).value()),
                        caller.organization(),
                        caller.environment().id(),
                        name,
                        spec,
                        schedule,
                        caller.actor(),
                        Idempotency.key(idempotencyKey, caller, name, spec, schedule),
                        now);
        var stored = recurring.insert(planned);
        if (!stored.id().equals(planned.id())) {
            return Idempotency.same(stored, stored.idempotencyKey(), planned.idempotencyKey());
        }
        tell(stored);
        return stored;
    }

    /// The one that was created before with this key and input.
    public Optional<RecurringJob> before(
            Caller caller,
            String name,
            JobSpec.SyncEnvironments spec,
            Schedule schedule,
            @Nullable String idempotencyKey) {
        var key = Idempotency.key(idempotencyKey, caller, name, spec, schedule);
        return key == null
                ? Optional.empty()
                : recurring
                        .find(caller.organization(), key)
                        .map(stored -> Idempotency.same(stored, stored.idempotencyKey(), key));
    }

    /// Those, not paused yet, that copy from or to an environment.
    public List<RecurringJob> using(Caller caller, EnvironmentId environment) {
        return recurring.using(caller.organization(), environment, MOST_OF_AN_ENVIRONMENT).stream()
                .filter(job -> !job.paused())
                .toList();
    }

    public RecurringJob paused(Caller caller, RecurringJobId id) {
        return changed(caller, id, new RecurringEvent.Paused(caller.actor()));
    }

    RecurringJob resumed(Caller caller, RecurringJobId id) {
        return changed(caller, id, new RecurringEvent.Resumed(caller.actor()));
    }

    RecurringJob deleted(Caller caller, RecurringJobId id) {
        return changed(caller, id, new RecurringEvent.Deleted(caller.actor()));
    }

    record Started(RecurringJob recurringJob, Job job) {}

    /// First the decision, then its job; a scheduler makes good what is missing if this ends in
    /// between.
    Started run(Caller caller, RecurringJobId id) {
        var asked = new RecurringEvent.RunAsked(ids.next(now()), caller.actor());
        var decided = changed(caller, id, asked);
        var firing =
                decided.firings().stream()
                        .filter(one -> one.job().equals(asked.job()))
                        .findFirst()
                        .orElseThrow(RecurringJobs::notFound);
        var run = creation.store(Run.of(decided, firing, now()));
        return new Started(changed(caller, id, new RecurringEvent.RunStored(run.id())), run);
    }

    /// As it is now.
    RecurringJob find(Caller caller, RecurringJobId id) {
        return recurring.find(caller.organization(), id).orElseThrow(RecurringJobs::notFound);
    }

    private RecurringJob changed(Caller caller, RecurringJobId id, RecurringEvent event) {
        for (var tries = 0; tries < MAX_TRIES; tries++) {
            var before = find(caller, id);
            var next = RecurringMachine.step(before, event, now());
            if (next.version() == before.version()) {
                return before;
            }
            if (recurring.apply(before, next)) {
                tell(next);
                return next;
            }
        }
        throw new OptimisticLockingFailureException("The recurring job keeps changing");
    }

    static Rejected notFound() {
        return new Rejected(
                ErrorCode.RECURRING_JOB_NOT_FOUND,
                "recurringJobId",
                "There is no such recurring job.");
    }

    private void tell(RecurringJob job) {
        var _ = publisher.publish(new RecurringNews(job.organization(), job.id(), job.version()));
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
