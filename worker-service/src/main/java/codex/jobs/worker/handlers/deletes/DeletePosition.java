package codex.jobs.worker.handlers.deletes;

import java.util.HashMap;
import java.util.Map;

/// Where a delete stands between two chunks.
///
/// @param after the last id that was selected, or looked at in this round
/// @param chunk where the next selected ids are looked for in the ledger
/// @param round of the search for what must stay
/// @param selected how many things are meant
/// @param referenced how many of them stayed because others need them
record DeletePosition(
        Phase phase, String after, long chunk, int round, long selected, long referenced) {

    /// What a delete does, in this order.
    enum Phase {
        /// What says which things are meant.
        SEARCH,
        /// Which things are meant: the set is fixed before the first one goes.
        SELECT,
        /// Which of them must stay because of what is not deleted.
        GUARD,
        /// Which must stay because of those that stay.
        SPREAD,
        DELETE,
        END
    }

    /// @param first where a delete begins
    static DeletePosition of(Map<String, String> position, Phase first) {
        return new DeletePosition(
                Phase.valueOf(position.getOrDefault("phase", first.name())),
                position.getOrDefault("after", ""),
                Long.parseLong(position.getOrDefault("chunk", "0")),
                Integer.parseInt(position.getOrDefault("round", "0")),
                Long.parseLong(position.getOrDefault("selected", "0")),
                Long.parseLong(position.getOrDefault("referenced", "0")));
    }

    Map<String, String> asMap() {
        var map = new HashMap<String, String>();
        map.put("phase", phase.name());
        map.put("after", after);
        map.put("chunk", Long.toString(chunk));
        map.put("round", Integer.toString(round));
        map.put("selected", Long.toString(selected));
        map.put("referenced", Long.toString(referenced));
        return map;
    }

    DeletePosition selected(String last, int more) {
        return new DeletePosition(phase, last, 0, 0, selected + more, 0);
    }

    /// At the beginning of another phase.
    DeletePosition in(Phase next) {
        return new DeletePosition(next, "", 0, 0, selected, referenced);
    }

    DeletePosition behindChunk(long done) {
        return new DeletePosition(phase, after, done + 1, round, selected, referenced);
    }

    DeletePosition lookedAt(String last) {
        return new DeletePosition(phase, last, chunk, round, selected, referenced);
    }

    DeletePosition nextRound() {
        return new DeletePosition(phase, "", chunk, round + 1, selected, referenced);
    }

    DeletePosition kept(long more) {
        return new DeletePosition(phase, after, chunk, round, selected, referenced + more);
    }
}
