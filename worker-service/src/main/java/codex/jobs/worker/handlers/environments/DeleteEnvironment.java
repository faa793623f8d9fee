package codex.jobs.worker.handlers.environments;

import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.StoresProperties.Kept;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// `DELETE_ENVIRONMENT_DATA` (specification 3.7): hides the environment and has it dropped when its
/// time of grace is over; without one, at once.
public final class DeleteEnvironment implements TaskHandler {

    private final EnvironmentBuilds builds;
    private final RetiredContent retired;
    private final Dropping dropping;
    private final Kept grace;
    private final InstantSource clock;

    public DeleteEnvironment(
            EnvironmentBuilds builds,
            RetiredContent retired,
            Dropping dropping,
            Kept grace,
            InstantSource clock) {
        this.builds = builds;
        this.retired = retired;
        this.dropping = dropping;
        this.grace = grace;
        this.clock = clock;
    }

    @Override
    public Outcome run(TaskContext task) {
        if (!(task.job().spec() instanceof JobSpec.DeleteEnvironment spec)) {
            throw new IllegalStateException("No environment is deleted by " + task.job().type());
        }
        task.stopHere();
        var now = clock.instant();
        var kept = grace.of(task.organization());
        var environment = spec.targetEnvironment();
        if (builds.hide(task.organization(), environment, task.job().id())) {
            retired.retire(task.organization(), environment, task.job().id(), now.plus(kept));
        }
        var mine = retired.of(task.job().id());
        if (mine.isEmpty()) {
            task.log(LogType.INFO, "The environment is gone already");
        } else if (kept.isZero()) {
            mine.forEach(dropping::drop);
            task.log(LogType.INFO, "Deleted the environment");
        } else {
            task.log(
                    LogType.INFO,
                    "The environment will be dropped at %s; until then it can be brought back"
                            .formatted(mine.getFirst().dropAt().truncatedTo(ChronoUnit.SECONDS)));
        }
        return Outcome.Completed.WITHOUT_RESULT;
    }
}
