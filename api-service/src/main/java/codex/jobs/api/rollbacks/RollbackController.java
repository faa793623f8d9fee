package codex.jobs.api.rollbacks;

import codex.jobs.api.control.JobRollbacks;
import codex.jobs.api.deletes.DeleteRollback;
import codex.jobs.api.environments.EnvironmentRollback;
import codex.jobs.api.jobs.Ids;
import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.jobs.JobStore;
import java.util.Optional;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/// `rollbackJob`. Doing it again changes nothing.
@Controller
class RollbackController {

    private static final String JOB = "jobId";

    private final JobStore jobs;
    private final EnvironmentRollback switches;
    private final DeleteRollback deletes;
    private final JobRollbacks notes;
    private final Environments environments;

    RollbackController(
            JobStore jobs,
            EnvironmentRollback switches,
            DeleteRollback deletes,
            JobRollbacks notes,
            Environments environments) {
        this.jobs = jobs;
        this.switches = switches;
        this.deletes = deletes;
        this.notes = notes;
        this.environments = environments;
    }

    /// What mutations of a job answer.
    record JobPayload(Job job) {}

    /// Answers the job itself if it is undone by that, or the job that undoes it.
    @MutationMapping
    JobPayload rollbackJob(@Argument String jobId, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var job =
                jobs.find(caller.organization(), Ids.job(JOB, jobId))
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.JOB_NOT_FOUND, JOB, "There is no such job."));
        return new JobPayload(
                undone(job, caller)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.JOB_NOT_ROLLBACKABLE,
                                        JOB,
                                        "There is nothing that could be undone, or not any"
                                                + " more.")));
    }

    private Optional<Job> undone(Job job, Caller caller) {
        if (!job.status().isTerminal() || job.dryRun()) {
            return Optional.empty();
        }
        return switch (job.spec()) {
            case JobSpec.SyncEnvironments spec ->
                    switches.undone(job, spec, JOB, caller)
                            .map(_ -> {
                                var target = alias(job, spec.targetEnvironment());
                                var what = target + " has again what it had before the sync";
                                return notes.note(job, caller, what);
                            });
            case JobSpec.DeleteEnvironment spec ->
                    switches.undone(job, spec)
                            .map(_ -> {
                                var target = alias(job, spec.targetEnvironment());
                                return notes.note(job, caller, target + " is there again");
                            });
            case JobSpec.Delete spec -> deletes.undone(job, spec, JOB, caller);
            default -> Optional.empty();
        };
    }

    private String alias(Job job, EnvironmentId environment) {
        return "environment "
                + environments
                        .find(job.organization(), environment)
                        .map(found -> found.alias().value())
                        .orElse(environment.value());
    }
}
