package codex.jobs.model.webhook;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.TaskStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What happens to a job that others want to know (specification 1.12).
public enum WebhookEvent {
    /// It was created.
    INSERT,
    /// Its first task may run.
    START,
    COMPLETE,
    FAIL,
    CANCEL,
    /// It was hidden after its end.
    DELETE;

    /// As receivers see it: `insert`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Everything that has happened to a job so far, and when: told from its document alone, so
    /// that nothing can be forgotten, whoever looks at it and however late.
    public static Map<WebhookEvent, Instant> of(Job job) {
        var events = new EnumMap<WebhookEvent, Instant>(WebhookEvent.class);
        if (isHidden(job)) {
            // all that came before was told before the job could be hidden
            var at = job.updatedAt();
            events.put(DELETE, at == null ? job.createdAt() : at);
            return events;
        }
        events.put(INSERT, job.createdAt());
        if (job.startedAt() != null && !awaitsItsStart(job)) {
            events.put(START, job.startedAt());
        }
        if (job.finishedAt() != null && job.outcome() != JobOutcome.SKIPPED) {
            events.put(end(job), job.finishedAt());
        }
        return events;
    }

    /// Of a job that is tried again and waits, or was cancelled then, the time of its start is that
    /// of the attempt before. Whoever cancels a job that has started ends one of its tasks.
    private static boolean awaitsItsStart(Job job) {
        return job.status() == JobStatus.PENDING
                || (job.outcome() == JobOutcome.CANCELLED
                        && job.tasks().stream()
                                .noneMatch(task -> task.status() == TaskStatus.FAILED));
    }

    /// Not one that was withdrawn, which is told as cancelled.
    private static boolean isHidden(Job job) {
        return job.status() == JobStatus.DELETED
                && (job.outcome() != JobOutcome.CANCELLED || job.startedAt() != null);
    }

    private static WebhookEvent end(Job job) {
        if (job.outcome() == JobOutcome.CANCELLED) {
            return CANCEL;
        }
        return job.status() == JobStatus.COMPLETED ? COMPLETE : FAIL;
    }
}
