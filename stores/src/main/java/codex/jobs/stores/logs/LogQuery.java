package codex.jobs.stores.logs;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.OrganizationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which lines of a job's log.
///
/// @param types an empty list is no condition
/// @param search part of the message, compared without case
/// @param offset from 0
/// @param limit at least 0; with 0 only the total is told
public record LogQuery(
        OrganizationId organization,
        JobId job,
        @Nullable TaskId task,
        List<LogType> types,
        @Nullable String search,
        int offset,
        int limit) {

    public LogQuery {
        types = List.copyOf(types);
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("Offset and limit count from 0");
        }
    }
}
