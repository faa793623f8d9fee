package codex.jobs.api.recurring;

import codex.jobs.api.graphql.Paging;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.Ids;
import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.recurring.GapPolicy;
import codex.jobs.model.recurring.Occurrence;
import codex.jobs.model.recurring.OverlapPolicy;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.RecurringJobStatus;
import codex.jobs.model.recurring.RecurringJobType;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.jobs.Page;
import codex.jobs.stores.recurring.RecurringJobStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/// The mutations and queries of recurring jobs. They are created by `syncEnvironmentJob`.
@Controller
class RecurringJobController {

    private final RecurringJobs recurring;
    private final RecurringJobStore stored;
    private final Environments environments;
    private final InstantSource time;

    RecurringJobController(
            RecurringJobs recurring,
            RecurringJobStore stored,
            Environments environments,
            InstantSource time) {
        this.recurring = recurring;
        this.stored = stored;
        this.environments = environments;
        this.time = time;
    }

    record RunRecurringJobInput(String recurringJobId) {}

    record KeyValue(String key, Object value) {}

    /// Here who created it is an id (specification 2.5).
    record RunRecurringJobPayload(
            String id,
            String name,
            String cronExpression,
            RecurringJobType type,
            RecurringJobStatus status,
            List<KeyValue> attrs,
            Instant createdAt,
            @Nullable Instant updatedAt,
            String createdBy,
            String updatedBy,
            Job job) {}

    @MutationMapping
    RunRecurringJobPayload runRecurringJob(
            @Argument RunRecurringJobInput createJobInput, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var id = Ids.recurringJob("createJobInput.recurringJobId", createJobInput.recurringJobId());
        var found = living(recurring.find(caller, id));
        checkMayReplace(found.spec().targetEnvironment(), caller);
        var started = recurring.run(caller, id);
        var job = started.recurringJob();
        return new RunRecurringJobPayload(
                job.id().value(),
                job.name(),
                job.schedule().cronExpression(),
                job.type(),
                job.status(),
                attrs(job),
                job.createdAt(),
                job.updatedAt(),
                job.createdBy().id(),
                job.updatedBy().id(),
                started.job());
    }

    private static List<KeyValue> attrs(RecurringJob job) {
        var attrs = new ArrayList<KeyValue>();
        attrs.add(new KeyValue("baseEnvironmentId", job.spec().baseEnvironment().value()));
        attrs.add(new KeyValue("targetEnvironmentId", job.spec().targetEnvironment().value()));
        var last = job.lastJob();
        if (last != null) {
            attrs.add(new KeyValue("lastJobId", last.value()));
        }
        return attrs;
    }

    private void checkMayReplace(EnvironmentId target, Caller caller) {
        var isProtected =
                environments
                        .find(caller.organization(), target)
                        .filter(found -> found.isDefault() && !caller.role().includes(Role.ADMIN))
                        .isPresent();
        if (isProtected) {
            throw new Rejected(
                    ErrorCode.ENVIRONMENT_PROTECTED,
                    "createJobInput.recurringJobId",
                    "Only administrators replace the default environment.");
        }
    }

    private static RecurringJob living(RecurringJob job) {
        if (job.deleted()) {
            throw RecurringJobs.notFound();
        }
        return job;
    }

    record ToggleRecurringJobStatusInput(String recurringJobId, boolean pause) {}

    record ToggleRecurringJobStatusPayload(boolean success, RecurringJob recurringJob) {}

    @MutationMapping
    ToggleRecurringJobStatusPayload toggleRecurringJobStatus(
            @Argument ToggleRecurringJobStatusInput toggleRecurringJobInput,
            @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var id =
                Ids.recurringJob(
                        "toggleRecurringJobInput.recurringJobId",
                        toggleRecurringJobInput.recurringJobId());
        var found = living(recurring.find(caller, id));
        if (toggleRecurringJobInput.pause()) {
            return new ToggleRecurringJobStatusPayload(true, recurring.paused(caller, id));
        }
        checkExists(found.spec().baseEnvironment(), caller);
        checkExists(found.spec().targetEnvironment(), caller);
        return new ToggleRecurringJobStatusPayload(true, recurring.resumed(caller, id));
    }

    /// It was paused because one of them was deleted.
    private void checkExists(EnvironmentId environment, Caller caller) {
        if (environments.find(caller.organization(), environment).isEmpty()) {
            throw new Rejected(
                    ErrorCode.ENVIRONMENT_NOT_FOUND,
                    "toggleRecurringJobInput.recurringJobId",
                    "Environment %s is not there any more.".formatted(environment));
        }
    }

    record DeleteRecurringJobInput(String recurringJobId) {}

    record DeleteRecurringJobPayload(boolean success, String recurringJobId) {}

    /// Doing it again changes nothing.
    @MutationMapping
    DeleteRecurringJobPayload deleteRecurringJob(
            @Argument DeleteRecurringJobInput deleteRecurringJobInput,
            @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var id =
                Ids.recurringJob(
                        "deleteRecurringJobInput.recurringJobId",
                        deleteRecurringJobInput.recurringJobId());
        return new DeleteRecurringJobPayload(true, recurring.deleted(caller, id).id().value());
    }

    @QueryMapping
    Optional<RecurringJob> recurringJob(@Argument String id, @ContextValue Caller caller) {
        return stored.find(caller.organization(), Ids.recurringJob("id", id));
    }

    @QueryMapping
    Page<RecurringJob> recurringJobs(
            @Argument @Nullable RecurringJobFilterInput filter,
            @Argument @Nullable Integer offset,
            @Argument @Nullable Integer limit,
            @Argument @Nullable List<RecurringJobSortInput> sort,
            @ContextValue Caller caller) {
        var query =
                Objects.requireNonNullElse(filter, RecurringJobFilterInput.ALL)
                        .query(
                                Paging.JOBS.of(offset, limit),
                                Objects.requireNonNullElse(sort, List.of()));
        return stored.search(caller.organization(), query);
    }

    /// Of a schedule that nobody has yet.
    @QueryMapping
    List<Occurrence> nextRuns(
            @Argument String cronExpression,
            @Argument @Nullable String timeZone,
            @Argument @Nullable GapPolicy gapPolicy,
            @Argument @Nullable OverlapPolicy overlapPolicy,
            @Argument @Nullable Integer count) {
        var input = new ScheduleInput(cronExpression, timeZone, gapPolicy, overlapPolicy);
        var violations = new Violations("");
        input.check(violations);
        violations.throwIfAny();
        return input.schedule().preview(time.instant(), NextRuns.count(count));
    }
}
