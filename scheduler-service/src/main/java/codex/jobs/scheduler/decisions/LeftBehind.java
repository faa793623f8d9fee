package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.RetiredContent;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What a job leaves behind that failed or was cancelled, however that happened: its environments
/// become as they were before (specification 3.5 to 3.8). Nothing of their content is touched here;
/// what was built in vain is retired, and dropped by workers.
@Component
final class LeftBehind {

    private final EnvironmentBuilds builds;
    private final EnvironmentStore environments;
    private final RetiredContent retired;
    private final InstantSource clock;

    LeftBehind(
            EnvironmentBuilds builds,
            EnvironmentStore environments,
            RetiredContent retired,
            InstantSource clock) {
        this.builds = builds;
        this.environments = environments;
        this.retired = retired;
        this.clock = clock;
    }

    /// Does nothing for a job that has completed, or the second time.
    ///
    /// @return whether everything is as it must be for who comes next; else ask again
    boolean clear(Job job) {
        if (job.status() == JobStatus.COMPLETED) {
            return true;
        }
        switch (job.spec()) {
            case JobSpec.CreateEnvironment spec ->
                    builds.giveUp(
                            job.organization(),
                            spec.newEnvironment(job.id()),
                            job.id(),
                            clock.instant());
            case JobSpec.SyncEnvironments spec ->
                    builds.giveUp(
                            job.organization(),
                            spec.targetEnvironment(),
                            job.id(),
                            clock.instant());
            case JobSpec.DeleteEnvironment spec ->
                    builds.show(job.organization(), spec.targetEnvironment(), job.id());
            case JobSpec.CloneSite spec -> {
                return isGone(job, spec.newSite(job));
            }
            default -> {}
        }
        return true;
    }

    /// A site is no place of its own: what others read or copy of the environment must not have any
    /// of it, so they wait until workers have dropped it.
    private boolean isGone(Job job, String site) {
        var scope =
                job.startedAt() == null
                        ? Optional.<Scope>empty()
                        : environments
                                .find(job.organization(), job.environment())
                                .map(Environment::scope);
        if (scope.isEmpty() || retired.isDropped(scope.get(), site)) {
            return true;
        }
        retired.retire(scope.get(), site, job.id(), clock.instant());
        return false;
    }
}
