package codex.jobs.worker.handlers.entries;

import java.util.HashMap;
import java.util.Map;

/// Where an import goes on: a phase, and a place in it. Stored in the task's checkpoint.
///
/// @param next items: the next one; deferred: the last one done; references: the next chunk to look
///   at
/// @param total items of the file
/// @param round of deferred items, from 1
/// @param settled items that this round could decide
/// @param isLastRound whether what cannot be decided now never can
record Position(Phase phase, long next, long total, int round, long settled, boolean isLastRound) {

    enum Phase {
        ITEMS,
        DEFERRED,
        REFERENCES,
        REPORT
    }

    static Position start(long total) {
        return new Position(Phase.ITEMS, 0, total, 0, 0, false);
    }

    static boolean isStored(Map<String, String> stored) {
        return stored.containsKey("phase");
    }

    static Position of(Map<String, String> stored) {
        return new Position(
                Phase.valueOf(stored.getOrDefault("phase", "ITEMS")),
                Long.parseLong(stored.getOrDefault("next", "0")),
                Long.parseLong(stored.getOrDefault("total", "0")),
                Integer.parseInt(stored.getOrDefault("round", "0")),
                Long.parseLong(stored.getOrDefault("settled", "0")),
                Boolean.parseBoolean(stored.getOrDefault("last", "false")));
    }

    Map<String, String> stored() {
        var stored = new HashMap<String, String>();
        stored.put("phase", phase.name());
        stored.put("next", Long.toString(next));
        stored.put("total", Long.toString(total));
        stored.put("round", Integer.toString(round));
        stored.put("settled", Long.toString(settled));
        stored.put("last", Boolean.toString(isLastRound));
        return stored;
    }

    Position at(long place) {
        return new Position(phase, place, total, round, settled, isLastRound);
    }

    Position settled(long more) {
        return new Position(phase, next, total, round, settled + more, isLastRound);
    }

    Position deferredRound(int number, boolean isLast) {
        return new Position(Phase.DEFERRED, -1, total, number, 0, isLast);
    }

    Position in(Phase later) {
        return new Position(later, 0, total, 0, 0, false);
    }
}
