package codex.jobs.api.control;

import codex.jobs.api.environments.EnvironmentRetry;
import codex.jobs.api.limits.Quotas;
import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.RetryRequested;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Retry;
import codex.jobs.stores.dead.DeadTaskStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Lets jobs that failed or were cancelled go on (specification 3.0, "Leases and resume"): the same
/// job, its next attempt. It waits for its environments like any other job, so nothing else changes
/// them meanwhile.
@Component
public final class JobRetries {

    static final String JOB = "jobId";

    private final JobChanges changes;
    private final EnvironmentRetry environmentJobs;
    private final Environments environments;
    private final DeadTaskStore dead;
    private final Quotas quotas;
    private final ControlLines lines;

    JobRetries(
            JobChanges changes,
            EnvironmentRetry environmentJobs,
            Environments environments,
            DeadTaskStore dead,
            Quotas quotas,
            ControlLines lines) {
        this.changes = changes;
        this.environmentJobs = environmentJobs;
        this.environments = environments;
        this.dead = dead;
        this.quotas = quotas;
        this.lines = lines;
    }

    /// The job, which goes on, or has been told so before.
    ///
    /// @param notBefore when the job goes on; null for now
    public Job retry(
            Caller caller, JobId id, boolean failedItemsOnly, @Nullable Instant notBefore) {
        var job = changes.findSettled(caller.organization(), id);
        if (isBeingRetried(job)) {
            // Perhaps by a process that died before it could say so.
            dead.close(id, changes.now());
            return job;
        }
        check(job, failedItemsOnly);
        quotas.takeJob(caller.organization(), JOB)
                .ifPresent(full -> {
                    throw full;
                });
        var answer = applied(job, failedItemsOnly, notBefore, caller);
        if (answer.applied()) {
            dead.close(id, changes.now());
            lines.retried(answer.job(), failedItemsOnly);
        } else if (!isBeingRetried(answer.job())) {
            throw notRetryable("The job is %s.".formatted(answer.job().status()));
        }
        return answer.job();
    }

    /// Gives the place of an unfinished job back if it does not become one.
    private JobChanges.Answer applied(
            Job job, boolean failedItemsOnly, @Nullable Instant notBefore, Caller caller) {
        JobChanges.Answer answer = null;
        try {
            var from = from(job, failedItemsOnly, caller);
            answer =
                    changes.apply(
                            job.organization(),
                            job.id(),
                            new RetryRequested(caller.actor(), from, notBefore));
            return answer;
        } finally {
            if (answer == null || !answer.applied()) {
                quotas.giveBackJob(job.organization());
            }
        }
    }

    private static boolean isBeingRetried(Job job) {
        return !job.status().isTerminal() && job.attempt() > 1;
    }

    private void check(Job job, boolean failedItemsOnly) {
        if (job.dryRun()) {
            throw notRetryable("A dry run keeps nothing to go on with.");
        }
        var isOver = job.status() == JobStatus.FAILED && job.settled();
        if (failedItemsOnly) {
            checkItems(job, isOver || (job.status() == JobStatus.COMPLETED && job.settled()));
        } else if (!isOver) {
            throw notRetryable("The job is %s.".formatted(job.status()));
        }
        checkContent(job);
    }

    private static void checkItems(Job job, boolean isOver) {
        if (!Retry.knowsItsItems(job.spec())) {
            throw notRetryable("Only imports know their failed items.");
        }
        if (!isOver) {
            throw notRetryable("The job is %s.".formatted(job.status()));
        }
        if (job.tasks().getFirst().counts().failed() == 0) {
            throw notRetryable("No item has failed.");
        }
    }

    /// A sync takes away what the job had written, and so may its rollback; to go on behind that
    /// would leave a hole.
    private void checkContent(Job job) {
        if (!changesContent(job.spec())) {
            return;
        }
        if (environments.find(job.organization(), job.environment()).isEmpty()) {
            throw notRetryable("The job's environment is gone.");
        }
        var began = job.startedAt();
        if (began != null
                && environmentJobs
                        .replacedAt(job.organization(), job.environment())
                        .filter(replaced -> replaced.isAfter(began))
                        .isPresent()) {
            throw notRetryable(
                    "The environment's content was replaced since: create the job anew.");
        }
    }

    private static boolean changesContent(JobSpec spec) {
        return spec instanceof JobSpec.ImportEntries
                || spec instanceof JobSpec.ImportAssets
                || spec instanceof JobSpec.Delete;
    }

    private Retry from(Job job, boolean failedItemsOnly, Caller caller) {
        if (failedItemsOnly) {
            return Retry.FAILED_ITEMS;
        }
        return switch (job.spec()) {
            case JobSpec.CreateEnvironment spec -> environmentJobs.prepare(job, spec, JOB, caller);
            case JobSpec.SyncEnvironments spec -> environmentJobs.prepare(job, spec, JOB, caller);
            case JobSpec.DeleteEnvironment spec -> environmentJobs.prepare(job, spec, JOB);
            default -> Retry.of(job.spec());
        };
    }

    static Rejected notRetryable(String why) {
        return new Rejected(ErrorCode.JOB_NOT_RETRYABLE, JOB, why);
    }
}
