package codex.jobs.worker.handlers.items;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.DraftEnvironment;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/// The whole work of an import into a draft: content of its own that lies over that of the
/// environment, is seen by nobody else and is thrown away. Another worker that goes on with the
/// task finds the draft as it was left.
public final class DryRun {

    private final ContentWriter writer;
    private final Scope draft;
    private final Set<ContentKind> kinds;

    /// @param kinds what the work may write
    public DryRun(ContentWriter writer, TaskContext task, Set<ContentKind> kinds) {
        this.writer = writer;
        this.draft = new Scope(task.organization(), DraftEnvironment.of(task.job().id()), 1);
        this.kinds = EnumSet.copyOf(kinds);
    }

    /// The work of a task.
    public interface Work {
        Outcome into(Scope draft) throws IOException, InterruptedException;
    }

    public Outcome run(TaskContext task, Work work) throws IOException, InterruptedException {
        try {
            var outcome = work.into(draft);
            writer.drop(draft, kinds);
            return outcome;
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (task.endsCancelled()) {
                writer.drop(draft, kinds);
            }
            throw e;
        }
    }
}
