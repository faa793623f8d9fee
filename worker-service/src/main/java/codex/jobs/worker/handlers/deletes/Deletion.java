package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.stores.chunks.ChunkRecord;
import java.time.Instant;
import java.util.List;

/// How things of one kind are deleted.
sealed interface Deletion permits EntryDeletion, PlainDeletion, SharedDeletion {

    ContentKind kind();

    /// As the log calls them: `entries`.
    default String things() {
        return things(kind());
    }

    static String things(ContentKind kind) {
        return kind == ContentKind.URLS ? "URLs" : kind.slug();
    }

    /// Whether it must be found out by [#search] what is meant.
    default boolean isSearched() {
        return false;
    }

    /// Looks at the next things that say what is meant.
    ///
    /// @return the last thing looked at, or empty if there are no more
    default String search(String after) {
        throw new IllegalStateException("Nothing is to be searched");
    }

    /// The ids of the next things that are meant, in order.
    List<String> select(String after, int limit);

    /// Whether some of them may have to stay because of others that stay.
    default boolean isGuarded() {
        return false;
    }

    /// Notes which of these must stay because of others that stay.
    default void guard(List<String> ids) {
        throw new IllegalStateException("Nothing must stay");
    }

    /// Notes what must stay because of what stays since the last round.
    ///
    /// @return the last thing looked at, or empty if the round is over
    default String spread(int round, String after) {
        throw new IllegalStateException("Nothing must stay");
    }

    /// Whether a round has found something.
    default boolean hasRound(int round) {
        return false;
    }

    /// What is to become of these.
    ///
    /// @param first number of the first of them among all that are meant
    DeletePlan plan(List<String> ids, long first);

    /// Does what was decided; can be done again.
    void delete(ChunkRecord decided, Instant now);
}
