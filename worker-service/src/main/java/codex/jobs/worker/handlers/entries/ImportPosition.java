package codex.jobs.worker.handlers.entries;

import codex.jobs.worker.handlers.items.FileLayout;
import codex.jobs.worker.handlers.items.FilePlace;
import codex.jobs.worker.handlers.items.ImportPass;
import codex.jobs.worker.handlers.items.ItemChunk;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an import stands between two chunks.
///
/// @param place in the file
/// @param round of waiting items, counted from 1
/// @param afterItem the waiting item of the round that was tried last, or -1
/// @param hasProgress whether the round has imported anything yet
/// @param isLastRound whether items that still have to wait fail
/// @param afterChunk chunks before this one have their pending references resolved
/// @param isNoted whether it was said that generated values are ignored
/// @param problemCode why the file could not be read to its end
/// @param problem the same in words
/// @param pass which time through the file this is
record ImportPosition(
        Phase phase,
        FilePlace place,
        int round,
        long afterItem,
        boolean hasProgress,
        boolean isLastRound,
        long afterChunk,
        boolean isNoted,
        @Nullable String problemCode,
        @Nullable String problem,
        Pass pass) {

    /// One time through the file, as far as entries are concerned.
    ///
    /// @param firstRound of the items that have to wait in it
    /// @param referencesFrom the first chunk whose pending references it resolves
    record Pass(ImportPass items, int firstRound, long referencesFrom) {

        static final Pass FIRST = new Pass(ImportPass.FIRST, 1, 0);

        static Pass of(Map<String, String> position) {
            return new Pass(
                    ImportPass.of(position),
                    (int) number(position, "firstRound", 1),
                    number(position, "referencesFrom", 0));
        }

        void putInto(Map<String, String> position) {
            items.putInto(position);
            if (!items.isFirst()) {
                position.put("firstRound", Integer.toString(firstRound));
                position.put("referencesFrom", Long.toString(referencesFrom));
            }
        }
    }

    /// What an import does, in this order.
    enum Phase {
        /// Items as they come.
        ITEMS,
        /// Items that had to wait for what they refer to.
        WAITING,
        /// References to entries that came later in the file.
        REFERENCES,
        /// Nothing but the report.
        REPORT
    }

    static final ImportPosition START =
            new ImportPosition(
                    Phase.ITEMS,
                    FilePlace.START,
                    1,
                    -1,
                    false,
                    false,
                    0,
                    false,
                    null,
                    null,
                    Pass.FIRST);

    static ImportPosition of(Map<String, String> position) {
        if (position.isEmpty()) {
            return START;
        }
        return new ImportPosition(
                Phase.valueOf(position.getOrDefault("phase", "ITEMS")),
                new FilePlace(
                        FileLayout.valueOf(position.getOrDefault("layout", "UNKNOWN")),
                        number(position, "offset", 0),
                        number(position, "item", 0)),
                (int) number(position, "round", 1),
                number(position, "afterItem", -1),
                position.containsKey("progress"),
                position.containsKey("lastRound"),
                number(position, "afterChunk", 0),
                position.containsKey("noted"),
                position.get("problemCode"),
                position.get("problem"),
                Pass.of(position));
    }

    private static long number(Map<String, String> position, String name, long otherwise) {
        var text = position.get(name);
        return text == null ? otherwise : Long.parseLong(text);
    }

    Map<String, String> asMap() {
        var map = new HashMap<String, String>();
        map.put("phase", phase.name());
        map.put("layout", place.layout().name());
        map.put("offset", Long.toString(place.offset()));
        map.put("item", Long.toString(place.item()));
        if (phase != Phase.ITEMS) {
            map.put("round", Integer.toString(round));
            map.put("afterItem", Long.toString(afterItem));
            map.put("afterChunk", Long.toString(afterChunk));
        }
        put(map, "progress", hasProgress ? "1" : null);
        put(map, "lastRound", isLastRound ? "1" : null);
        put(map, "noted", isNoted ? "1" : null);
        put(map, "problemCode", problemCode);
        put(map, "problem", problem);
        pass.putInto(map);
        return map;
    }

    private static void put(Map<String, String> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    ImportPosition noted(boolean now) {
        return new ImportPosition(
                phase,
                place,
                round,
                afterItem,
                hasProgress,
                isLastRound,
                afterChunk,
                isNoted || now,
                problemCode,
                problem,
                pass);
    }

    ImportPosition behind(ItemChunk chunk) {
        var reason = chunk.problem();
        return new ImportPosition(
                chunk.isLast() ? Phase.WAITING : Phase.ITEMS,
                chunk.end(),
                pass.firstRound(),
                -1,
                false,
                false,
                0,
                isNoted,
                reason == null ? null : reason.code(),
                reason == null ? null : reason.reason(),
                pass);
    }

    /// Whether the items that failed can be done once more from here: all others before them are
    /// done, or come again.
    boolean canBeginAgain() {
        return phase == Phase.REPORT || (phase == Phase.ITEMS && pass.items().isFirst());
    }

    /// The beginning of another pass.
    ///
    /// @param chunk its first
    ImportPosition again(long chunk) {
        var isDone = phase == Phase.REPORT;
        return new ImportPosition(
                Phase.ITEMS,
                FilePlace.START,
                isDone ? round + 1 : round,
                -1,
                false,
                false,
                0,
                isNoted,
                null,
                null,
                new Pass(
                        pass.items().next(chunk, place.item()),
                        isDone ? round + 1 : round,
                        isDone ? chunk : pass.referencesFrom()));
    }

    ImportPosition waited(long item) {
        return new ImportPosition(
                phase,
                place,
                round,
                item,
                hasProgress,
                isLastRound,
                afterChunk,
                isNoted,
                problemCode,
                problem,
                pass);
    }

    ImportPosition progressed(boolean now) {
        return new ImportPosition(
                phase,
                place,
                round,
                afterItem,
                hasProgress || now,
                isLastRound,
                afterChunk,
                isNoted,
                problemCode,
                problem,
                pass);
    }

    /// @param isLast whether nothing may wait any longer
    ImportPosition nextRound(boolean isLast) {
        return new ImportPosition(
                phase,
                place,
                round + 1,
                -1,
                false,
                isLast,
                afterChunk,
                isNoted,
                problemCode,
                problem,
                pass);
    }

    ImportPosition resolving(long chunk) {
        return new ImportPosition(
                Phase.REFERENCES,
                place,
                round,
                afterItem,
                hasProgress,
                isLastRound,
                chunk,
                isNoted,
                problemCode,
                problem,
                pass);
    }

    ImportPosition reporting() {
        return new ImportPosition(
                Phase.REPORT,
                place,
                round,
                afterItem,
                hasProgress,
                isLastRound,
                afterChunk,
                isNoted,
                problemCode,
                problem,
                pass);
    }
}
