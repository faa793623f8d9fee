package codex.jobs.api.environments;

import codex.jobs.api.jobs.Ids;
import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/// `rollbackJob`, for syncs and deletions of environments: one write each, as their content is kept
/// for a while. Doing it again changes nothing.
@Controller
class RollbackController {

    private static final String JOB = "jobId";

    /// For readers who have just looked up what they will read.
    private static final Duration LAST_READERS = Duration.ofMinutes(10);

    private final JobStore jobs;
    private final EnvironmentChecks checks;
    private final EnvironmentBuilds builds;
    private final IndexBuilds indices;
    private final Environments environments;
    private final InstantSource time;

    RollbackController(
            JobStore jobs,
            EnvironmentChecks checks,
            EnvironmentBuilds builds,
            IndexBuilds indices,
            Environments environments,
            InstantSource time) {
        this.jobs = jobs;
        this.checks = checks;
        this.builds = builds;
        this.indices = indices;
        this.environments = environments;
        this.time = time;
    }

    /// What mutations of a job answer.
    record JobPayload(Job job) {}

    @MutationMapping
    JobPayload rollbackJob(@Argument String jobId, @ContextValue Caller caller) {
        caller.require(Role.EDITOR);
        var job =
                jobs.find(caller.organization(), Ids.job(JOB, jobId))
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.JOB_NOT_FOUND, JOB, "There is no such job."));
        if (job.status() != JobStatus.COMPLETED || job.dryRun() || !isUndone(job, caller)) {
            throw new Rejected(
                    ErrorCode.JOB_NOT_ROLLBACKABLE,
                    JOB,
                    "There is nothing that could be undone, or not any more.");
        }
        environments.forget(caller.organization());
        return new JobPayload(job);
    }

    private boolean isUndone(Job job, Caller caller) {
        return switch (job.spec()) {
            case JobSpec.SyncEnvironments spec -> {
                checks.checkMayReplace(spec.targetEnvironment(), JOB, caller);
                checks.checkUnused(caller.organization(), spec.targetEnvironment(), JOB);
                var now = time.instant();
                var back =
                        builds.switchBack(
                                caller.organization(),
                                spec.targetEnvironment(),
                                job.id(),
                                now.plus(LAST_READERS));
                back.ifPresent(indices::pointAliases);
                yield back.isPresent();
            }
            case JobSpec.DeleteEnvironment spec ->
                    builds.show(caller.organization(), spec.targetEnvironment(), job.id());
            default -> false;
        };
    }
}
