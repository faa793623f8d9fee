package codex.jobs.api.live;

import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.OrganizationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One subscriber to the log of one job.
///
/// @param types an empty list is no condition
record LogWatch(
        OrganizationId organization,
        @Nullable TaskId task,
        List<LogType> types,
        Outbox<LogId, LogLine> outbox) {

    void offer(LogLine line) {
        if (line.organization().equals(organization)
                && (task == null || task.equals(line.task()))
                && (types.isEmpty() || types.contains(line.type()))) {
            outbox.offer(line.id(), line);
        }
    }
}
