package codex.jobs.worker.handlers.deletes;

import codex.jobs.stores.chunks.ChunkRecord;
import java.time.Instant;
import java.util.List;

/// How things of one kind are deleted.
sealed interface Deletion permits EntryDeletion, PlainDeletion {

    /// As the log calls them: `entries`.
    String things();

    /// The ids of the next things that are meant, in order.
    List<String> select(String after, int limit);

    /// Whether some of them may have to stay.
    boolean isGuarded();

    /// Notes which of these must stay because of others that stay.
    void guard(List<String> ids);

    /// Notes what must stay because of what stays since the last round.
    ///
    /// @return the last thing looked at, or empty if the round is over
    String spread(int round, String after);

    /// Whether a round has found something.
    boolean hasRound(int round);

    /// What is to become of these.
    ///
    /// @param first number of the first of them among all that are meant
    DeletePlan plan(List<String> ids, long first);

    /// Does what was decided; can be done again.
    void delete(ChunkRecord decided, Instant now);
}
