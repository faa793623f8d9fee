package codex.jobs.api.dead;

import codex.jobs.api.graphql.Paging;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.dead.DeadTaskGroup;
import codex.jobs.stores.dead.DeadTaskQuery;
import codex.jobs.stores.dead.DeadTaskRecord;
import codex.jobs.stores.dead.DeadTaskStore;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.jobs.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/// `deadTasks`, `deadTaskGroups`, `replayDeadTask` and `replayDeadTasks`.
@Controller
class DeadTaskController {

    private static final int LONGEST_TEXT = 256;
    private static final int MOST_REPLAYED = 1_000;
    private static final double FASTEST = 100;
    private static final double SLOWEST = 0.001;

    private final DeadTaskStore tasks;
    private final JobStore jobs;
    private final Replay replay;

    DeadTaskController(DeadTaskStore tasks, JobStore jobs, Replay replay) {
        this.tasks = tasks;
        this.jobs = jobs;
        this.replay = replay;
    }

    @QueryMapping
    Page<DeadTaskRecord> deadTasks(
            @Argument @Nullable String cause,
            @Argument @Nullable TaskType taskType,
            @Argument @Nullable Integer offset,
            @Argument @Nullable Integer limit,
            @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        checkCause(cause);
        var page = Paging.LOGS.of(offset, limit);
        return tasks.open(
                new DeadTaskQuery(
                        caller.organization(), cause, taskType, page.offset(), page.limit()));
    }

    @QueryMapping
    List<DeadTaskGroup> deadTaskGroups(@ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        return tasks.groups(caller.organization());
    }

    /// What mutations of a job answer.
    record JobPayload(Job job) {}

    @MutationMapping
    JobPayload replayDeadTask(@Argument String id, @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        var violations = new Violations("");
        violations.checkText("id", id, LONGEST_TEXT);
        violations.throwIfAny();
        return new JobPayload(replay.one(caller, id));
    }

    @MutationMapping
    Replay.Replayed replayDeadTasks(
            @Argument @Nullable String cause,
            @Argument @Nullable TaskType taskType,
            @Argument @Nullable Double perSecond,
            @Argument @Nullable Integer limit,
            @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        checkCause(cause);
        var rate = Objects.requireNonNullElse(perSecond, 1.0);
        var most = Objects.requireNonNullElse(limit, 100);
        var violations = new Violations("");
        if (!(rate >= SLOWEST && rate <= FASTEST)) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "perSecond",
                    "From %s to %s.".formatted(SLOWEST, 100));
        }
        if (most < 1 || most > MOST_REPLAYED) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT, "limit", "From 1 to %s.".formatted(MOST_REPLAYED));
        }
        violations.throwIfAny();
        return replay.many(
                caller, new DeadTaskQuery(caller.organization(), cause, taskType, 0, most), rate);
    }

    private static void checkCause(@Nullable String cause) {
        var violations = new Violations("");
        violations.checkText("cause", cause, LONGEST_TEXT);
        violations.throwIfAny();
    }

    @SchemaMapping(typeName = "DeadTask")
    JobId jobId(DeadTaskRecord task) {
        return task.job();
    }

    @SchemaMapping(typeName = "DeadTask")
    Optional<Job> job(DeadTaskRecord task) {
        return jobs.find(task.organization(), task.job());
    }

    @SchemaMapping(typeName = "DeadTask")
    TaskId taskId(DeadTaskRecord task) {
        return task.task();
    }

    /// What the task would be given again.
    @SchemaMapping(typeName = "DeadTask")
    Map<String, Object> payload(DeadTaskRecord task) {
        var payload = new LinkedHashMap<String, Object>();
        payload.put("job", task.job().value());
        payload.put("task", task.task().value());
        payload.put("attempt", task.attempt());
        payload.put("chunksDone", task.chunksDone());
        payload.put("position", task.position());
        return payload;
    }
}
