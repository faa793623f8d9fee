package codex.jobs.worker.handlers.environments;

import codex.jobs.model.job.Counts;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.StoresProperties.Kept;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.ItemLine;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `CLONE_INDEXED_DATA` and `SYNC_INDEXED_DATA` (specification 3.5, 3.6): builds the indices of the
/// new generation, and then lets readers see it: its content by one write to the environment, its
/// indices by moving all aliases in one request.
public final class CopyIndices implements TaskHandler {

    private final EnvironmentStore environments;
    private final EnvironmentBuilds builds;
    private final IndexBuilds indices;
    private final IndexSteps steps;
    private final Kept replaced;
    private final InstantSource clock;

    /// @param replaced how long the generation that was replaced can be brought back
    public CopyIndices(
            EnvironmentStore environments,
            EnvironmentBuilds builds,
            IndexBuilds indices,
            IndexSteps steps,
            Kept replaced,
            InstantSource clock) {
        this.environments = environments;
        this.builds = builds;
        this.indices = indices;
        this.steps = steps;
        this.replaced = replaced;
        this.clock = clock;
    }

    @Override
    public Outcome run(TaskContext task) throws InterruptedException {
        if (task.job().dryRun()) {
            return Outcome.Completed.WITHOUT_RESULT;
        }
        var ends = Ends.of(task.job());
        var build = builds.of(task.organization(), ends.target(), task.job().id());
        var base = environments.find(task.organization(), ends.base()).map(Environment::scope);
        if (build.isEmpty() || base.isEmpty()) {
            return Outcome.Failed.forGood(
                    "ENVIRONMENT_NOT_READY", "An environment is not there any more");
        }
        var target = new Scope(task.organization(), ends.target(), build.get().generation());
        var place = IndexPlace.of(task.checkpoint().position());
        var questions = new IndexSteps.Questions(task::stopRequested, () -> isLive(task, ends));
        task.stopHere();
        while (place.index() != null) {
            var step = steps.after(place, base.get(), target, questions);
            if (step.isEmpty()) {
                return Outcome.Failed.forGood(
                        "INDEX_NOT_VERIFIED",
                        "The index %s does not hold what the database holds"
                                .formatted(place.index()));
            }
            place = step.get().next();
            task.chunkDone(
                    new ChunkReport(
                            task.checkpoint().chunksDone(),
                            place.toPosition(),
                            Counts.NONE,
                            lines(ends, step.get()),
                            step.get().processed()));
        }
        switchOver(task, ends, target);
        return Outcome.Completed.WITHOUT_RESULT;
    }

    private boolean isLive(TaskContext task, Ends ends) {
        return builds.of(task.organization(), ends.target(), task.job().id())
                .map(EnvironmentBuilds.Build::live)
                .orElse(true);
    }

    private static List<ItemLine> lines(Ends ends, IndexSteps.Done step) {
        var lines = new ArrayList<ItemLine>();
        step.finished()
                .ifPresent(text -> lines.add(line(LogType.INFO, null, ends.verb() + " " + text)));
        step.different().ifPresent(text -> lines.add(line(LogType.WARNING, "INDEX_DIFFERS", text)));
        return lines;
    }

    private static ItemLine line(LogType type, @Nullable String code, String text) {
        return new ItemLine(type, code, text, null, null, null, null);
    }

    private void switchOver(TaskContext task, Ends ends, Scope target) {
        if (ends.isNew()) {
            indices.pointAliases(target);
        }
        var now = clock.instant();
        var keep = replaced.of(task.organization());
        builds.switchOver(task.organization(), ends.target(), task.job().id(), now, keep);
        if (!ends.isNew()) {
            // Not before: if this fails for good, the aliases of a sync must not lead to content
            // that readers do not see.
            indices.pointAliases(target);
        }
        task.log(
                LogType.INFO,
                ends.isNew()
                        ? "The new environment is ready"
                        : "Readers see the new content; the old one is kept until "
                                + now.plus(keep).truncatedTo(ChronoUnit.SECONDS));
    }
}
