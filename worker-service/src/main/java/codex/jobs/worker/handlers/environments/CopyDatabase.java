package codex.jobs.worker.handlers.environments;

import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.worker.handlers.environments.CopyPlace.Phase;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.util.function.BooleanSupplier;

/// `CLONE_DATABASE_DATA` and `SYNC_DATABASE_DATA` (specification 3.5, 3.6): copies the base
/// environment into a new generation of the target, range by range, and compares the two. Readers
/// see nothing of it before the next task has switched over.
public final class CopyDatabase implements TaskHandler {

    private final EnvironmentStore environments;
    private final EnvironmentBuilds builds;
    private final ContentWriter writer;
    private final ContentCopies copies;
    private final int range;

    /// @param range documents of a chunk
    public CopyDatabase(
            EnvironmentStore environments,
            EnvironmentBuilds builds,
            ContentWriter writer,
            ContentCopies copies,
            int range) {
        this.environments = environments;
        this.builds = builds;
        this.writer = writer;
        this.copies = copies;
        this.range = range;
    }

    @Override
    public Outcome run(TaskContext task) throws InterruptedException {
        var ends = Ends.of(task.job());
        var base =
                environments
                        .find(task.organization(), ends.base())
                        .filter(found -> found.status() == EnvironmentStatus.READY)
                        .map(Environment::scope);
        if (base.isEmpty()) {
            return notReady("base");
        }
        var before = environments.find(task.organization(), ends.target()).map(Environment::scope);
        var target =
                task.job().dryRun()
                        ? base
                        : builds.begin(task.organization(), ends.target(), task.job().id());
        if (before.isEmpty() || target.isEmpty()) {
            return notReady("target");
        }
        return copy(task, ends, base.get(), target.get(), before.get());
    }

    private boolean isLive(TaskContext task, Ends ends) {
        return builds.of(task.organization(), ends.target(), task.job().id())
                .map(EnvironmentBuilds.Build::live)
                .orElse(true);
    }

    private static Outcome notReady(String which) {
        return Outcome.Failed.forGood(
                "ENVIRONMENT_NOT_READY", "The " + which + " environment is not ready any more");
    }

    private Outcome copy(TaskContext task, Ends ends, Scope base, Scope target, Scope before)
            throws InterruptedException {
        if (!isDryRun(task)) {
            writer.prepare(target);
        }
        BooleanSupplier live = () -> isLive(task, ends);
        try (var steps = new CopySteps(copies, ends, base, target, before, range, live)) {
            task.total(steps.total());
            return copy(task, steps);
        }
    }

    private static Outcome copy(TaskContext task, CopySteps steps) throws InterruptedException {
        var position = task.checkpoint().position();
        var place =
                position.isEmpty()
                        ? CopyPlace.startOf(isDryRun(task) ? Phase.REPORT : Phase.COPY)
                        : CopyPlace.of(position);
        task.stopHere();
        while (place.phase() != Phase.DONE) {
            var step = steps.after(place);
            if (step.isEmpty()) {
                return Outcome.Failed.forGood(
                        "COPY_NOT_VERIFIED",
                        "The base environment was changed again and again while it was copied");
            }
            place = step.get().next();
            task.chunkDone(
                    new ChunkReport(
                            task.checkpoint().chunksDone(),
                            place.toPosition(),
                            step.get().counts(),
                            step.get().lines(),
                            step.get().processed()));
        }
        if (isDryRun(task)) {
            task.log(LogType.INFO, "Dry run: nothing was changed");
        }
        return Outcome.Completed.WITHOUT_RESULT;
    }

    private static boolean isDryRun(TaskContext task) {
        return task.job().spec() instanceof JobSpec.SyncEnvironments && task.job().dryRun();
    }
}
