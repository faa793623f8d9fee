package codex.jobs.model.log;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a job's log.
///
/// @param sequence orders the lines of a job that carry the same time
/// @param path JSON pointer (RFC 6901) into the item
public record LogLine(
        LogId id,
        OrganizationId organization,
        JobId job,
        @Nullable TaskId task,
        int attempt,
        long sequence,
        Instant loggedAt,
        LogType type,
        String message,
        @Nullable String code,
        @Nullable Long itemIndex,
        @Nullable String itemId,
        @Nullable String externalId,
        @Nullable String path) {}
