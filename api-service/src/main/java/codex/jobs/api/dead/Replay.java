package codex.jobs.api.dead;

import codex.jobs.api.control.JobRetries;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.stores.dead.DeadTaskQuery;
import codex.jobs.stores.dead.DeadTaskRecord;
import codex.jobs.stores.dead.DeadTaskStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Lets the jobs of dead tasks go on. Many of them do not start at once: each is given a time of
/// its own, so the limited rate is kept by the schedule, whatever becomes of this process.
@Component
final class Replay {

    private final DeadTaskStore tasks;
    private final JobRetries retries;
    private final InstantSource time;

    Replay(DeadTaskStore tasks, JobRetries retries, InstantSource time) {
        this.tasks = tasks;
        this.retries = retries;
        this.time = time;
    }

    /// What became of a bulk replay.
    ///
    /// @param refused their jobs cannot go on: they were deleted, or what they worked on is gone
    /// @param remaining open ones of the kind that was asked for
    /// @param lastStartsAt null if none was replayed
    record Replayed(int replayed, int refused, int remaining, @Nullable Instant lastStartsAt) {}

    Job one(Caller caller, String id) {
        var task =
                tasks.find(caller.organization(), id)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.DEAD_TASK_NOT_FOUND,
                                        "id",
                                        "There is no such dead task."));
        return retries.retry(caller, task.job(), false, null);
    }

    Replayed many(Caller caller, DeadTaskQuery which, double perSecond) {
        var distance = Duration.ofNanos((long) (1_000_000_000 / perSecond));
        var start = time.instant().truncatedTo(ChronoUnit.MILLIS);
        var page = tasks.open(which);
        var replayed = 0;
        var refused = 0;
        Instant last = null;
        for (var task : page.items()) {
            var at = start.plus(distance.multipliedBy(replayed)).truncatedTo(ChronoUnit.MILLIS);
            if (isReplayed(caller, task, at)) {
                replayed++;
                last = at;
            } else {
                refused++;
            }
        }
        return new Replayed(replayed, refused, page.total() - page.items().size(), last);
    }

    private boolean isReplayed(Caller caller, DeadTaskRecord task, Instant at) {
        try {
            retries.retry(caller, task.job(), false, at);
            return true;
        } catch (Rejected e) {
            var code = e.violations().getFirst().code();
            if (code == ErrorCode.JOB_NOT_RETRYABLE || code == ErrorCode.JOB_NOT_FOUND) {
                tasks.close(task.job(), time.instant());
            }
            return false;
        }
    }
}
