package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// What a job leaves behind that failed or was cancelled, however that happened: its environments
/// become as they were before (specification 3.5 to 3.7). Nothing of their content is touched here;
/// what was built in vain is retired, and dropped by workers.
@Component
final class LeftBehind {

    private final EnvironmentBuilds builds;
    private final InstantSource clock;

    LeftBehind(EnvironmentBuilds builds, InstantSource clock) {
        this.builds = builds;
        this.clock = clock;
    }

    /// Does nothing for a job that has completed, or the second time.
    void clear(Job job) {
        if (job.status() == JobStatus.COMPLETED) {
            return;
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
            default -> {}
        }
    }
}
