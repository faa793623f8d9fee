package codex.jobs.worker.handlers.entries;

import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.DeferredItem;
import codex.jobs.worker.handlers.entries.Position.Phase;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Items that could not be written because an entry they must refer to did not exist yet, in
/// rounds: each may bring what the next one waits for. A round that decides nothing is the last but
/// one.
final class DeferredItems {

    private static final int MAX_ROUNDS = 20;

    private final ChunkLedger ledger;
    private final Chunks chunks;

    DeferredItems(ChunkLedger ledger, Chunks chunks) {
        this.ledger = ledger;
        this.chunks = chunks;
    }

    Position process(Position begin) throws FileProblem {
        var position = begin;
        var task = chunks.task();
        while (!chunks.hasTooManyErrors()) {
            var waiting = ledger.deferred(task, position.round(), position.next(), Chunks.SIZE);
            if (waiting.isEmpty()) {
                return afterRound(position);
            }
            var place = position.at(waiting.getLast().item());
            position =
                    chunks.process(
                            items(waiting), place.round(), place.isLastRound(), place::settled);
        }
        return position.in(Phase.REPORT);
    }

    private Position afterRound(Position position) {
        var next = position.round() + 1;
        var isAnyLeft = !ledger.deferred(chunks.task(), next, -1, 1).isEmpty();
        return isAnyLeft
                ? position.deferredRound(next, position.settled() == 0 || next >= MAX_ROUNDS)
                : position.in(Phase.REFERENCES);
    }

    private static List<Item> items(List<DeferredItem> waiting) throws FileProblem {
        var items = new ArrayList<Item>();
        for (var deferred : waiting) {
            var text = deferred.json().getBytes(StandardCharsets.UTF_8);
            var item = new ItemStream(new ByteArrayInputStream(text)).read().orElseThrow();
            items.add(new Item(deferred.item(), item.json(), item.problems()));
        }
        return items;
    }
}
