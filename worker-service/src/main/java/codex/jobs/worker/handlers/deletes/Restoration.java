package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.worker.runtime.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How things of one kind are brought back from the trash.
sealed interface Restoration permits EntryRestoration, FieldRestoration, PlainRestoration {

    ContentKind kind();

    /// Fields of the trash that a plan needs.
    String[] fields();

    /// Why nothing can be brought back, if so.
    default Optional<Outcome> refused() {
        return Optional.empty();
    }

    /// What is to become of these.
    ///
    /// @param first number of the first of them among all
    RestorePlan plan(List<TrashCopy> copies, long first);

    /// Brings back what was decided; can be done again.
    void restore(List<TrashCopy> copies, Instant now);

    /// Does what comes last; can be done again.
    default Optional<Outcome> end() {
        return Optional.empty();
    }

    /// As the log says it.
    ///
    /// @param count how many were brought back
    default String done(long count) {
        return "Restored " + count + " " + Deletion.things(kind());
    }
}
