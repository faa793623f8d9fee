package codex.jobs.worker.handlers.items;

import codex.jobs.model.job.Counts;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/// The items that failed in some chunks of an import, by their numbers in the file: one bit each.
public final class FailedItems {

    private static final int PAGE = 50;

    private final BitSet items = new BitSet();
    private long errors;

    private FailedItems() {}

    /// Those of the chunks from one on and before another.
    public static FailedItems of(ChunkLedger ledger, TaskId task, long from, long before) {
        var failed = new FailedItems();
        var next = from;
        while (next < before) {
            var records = ledger.from(task, next, PAGE);
            if (records.isEmpty()) {
                break;
            }
            records.stream().filter(record -> record.chunk() < before).forEach(failed::add);
            next = records.getLast().chunk() + 1;
        }
        return failed;
    }

    private void add(ChunkRecord record) {
        var unapplied = new HashSet<>(record.unapplied());
        for (var line : record.lines()) {
            var item = line.itemIndex();
            if (item != null && isOfFailed(line, unapplied)) {
                items.set(Math.toIntExact(item));
                errors++;
            }
        }
    }

    /// Whether a line says why an item was not imported: others that it is about may be so in part.
    static boolean isOfFailed(ChunkLine line, Collection<Long> unapplied) {
        return line.type() == LogType.ERROR
                && line.itemIndex() != null
                && unapplied.contains(line.itemIndex());
    }

    public boolean contains(long item) {
        return items.get(Math.toIntExact(item));
    }

    public long count() {
        return items.cardinality();
    }

    /// What is counted when they are to be done once more.
    public Counts takenBack() {
        return new Counts(0, 0, 0, 0, -count(), 0, errors, -errors);
    }

    /// Of items just read, those that a pass is to do.
    public List<ReadItem> due(ImportPass pass, List<ReadItem> read) {
        return pass.isFirst()
                ? read
                : read.stream()
                        .filter(item -> item.index() >= pass.redoBefore() || contains(item.index()))
                        .toList();
    }
}
