package codex.jobs.api.logs;

import codex.jobs.api.graphql.Paging;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.Ids;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.jobs.Page;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.logs.LogQuery;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/// `jobTaskLogs` and `Job.logs`.
@Controller
class LogController {

    private static final int LONGEST_SEARCH = 256;

    private final JobStore jobs;
    private final JobLogStore lines;

    LogController(JobStore jobs, JobLogStore lines) {
        this.jobs = jobs;
        this.lines = lines;
    }

    @QueryMapping
    Page<LogLine> jobTaskLogs(
            @Argument String jobId,
            @Argument @Nullable String taskId,
            @Argument @Nullable List<LogType> types,
            @Argument @Nullable String search,
            @Argument @Nullable Integer offset,
            @Argument @Nullable Integer limit,
            @ContextValue Caller caller) {
        var violations = new Violations("");
        violations.checkText("search", search, LONGEST_SEARCH);
        violations.throwIfAny();
        var page = Paging.LOGS.of(offset, limit);
        var id = Ids.job("jobId", jobId);
        var found =
                lines.search(
                        new LogQuery(
                                caller.organization(),
                                id,
                                Ids.task(taskId),
                                Objects.requireNonNullElse(types, List.of()),
                                search,
                                page.offset(),
                                page.limit()));
        if (found.total() == 0 && jobs.find(caller.organization(), id).isEmpty()) {
            throw new Rejected(ErrorCode.JOB_NOT_FOUND, "jobId", "There is no such job.");
        }
        return found;
    }

    @SchemaMapping(typeName = "Job")
    Page<LogLine> logs(
            Job job,
            @Argument @Nullable String taskId,
            @Argument @Nullable List<LogType> types,
            @Argument @Nullable Integer offset,
            @Argument @Nullable Integer limit) {
        var page = Paging.LOGS.of(offset, limit);
        return lines.search(
                new LogQuery(
                        job.organization(),
                        job.id(),
                        Ids.task(taskId),
                        Objects.requireNonNullElse(types, List.of()),
                        null,
                        page.offset(),
                        page.limit()));
    }

    @SchemaMapping(typeName = "JobTaskLog")
    JobId jobId(LogLine line) {
        return line.job();
    }

    @SchemaMapping(typeName = "JobTaskLog")
    @Nullable TaskId jobTaskId(LogLine line) {
        return line.task();
    }
}
