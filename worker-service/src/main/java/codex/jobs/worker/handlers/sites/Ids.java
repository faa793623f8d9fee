package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import org.jspecify.annotations.Nullable;

/// What the id in a reference becomes: another one, or itself.
@FunctionalInterface
interface Ids {

    /// The id that takes the place of `id`.
    ///
    /// @param kind of what the reference leads to; null if its place does not tell
    String of(@Nullable ContentKind kind, String id);
}
