package codex.jobs.stores.jobs;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The place of a job that waits for its admission, as one text whose order is that of all queues:
/// by task type, then by organization, then first come, first served.
final class QueueKey {

    // no type and no id of an organization has a character behind it
    private static final String LAST = "~";

    private QueueKey() {}

    static @Nullable String of(Job job) {
        var wait = job.queueWait();
        return wait == null || job.tasks().isEmpty()
                ? null
                : start(job.tasks().getFirst().type(), job.organization())
                        + String.format(Locale.ROOT, "%013d/", milliseconds(wait.since()))
                        + job.id();
    }

    /// Before all jobs of the organization in this queue.
    static String start(TaskType type, OrganizationId organization) {
        return type + "/" + organization + "/";
    }

    /// Behind all of them.
    static String end(TaskType type, OrganizationId organization) {
        return start(type, organization) + LAST;
    }

    /// Before all jobs of all organizations.
    static String start(TaskType type) {
        return type + "/";
    }

    static String end(TaskType type) {
        return start(type) + LAST;
    }

    private static long milliseconds(Instant time) {
        return Math.max(0, time.toEpochMilli());
    }
}
