package codex.jobs.worker.handlers.entries;

import codex.jobs.model.job.Checkpoint;
import codex.jobs.model.job.JobSpec;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.worker.handlers.items.FailedItems;
import codex.jobs.worker.handlers.items.ImportPass;
import codex.jobs.worker.handlers.items.ItemFile;
import codex.jobs.worker.handlers.items.ItemParser;
import codex.jobs.worker.handlers.items.ReadAhead;
import codex.jobs.worker.handlers.items.ReadItem;
import codex.jobs.worker.handlers.items.UnreadableFile;
import codex.jobs.worker.runtime.TaskContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One attempt at an import, from its checkpoint on.
final class ImportRun {

    private static final int MOST_ROUNDS = 10;
    private static final int WAITING_AT_ONCE = 50;

    private final TaskContext task;
    private final JobSpec.ImportEntries spec;
    private final BlobKey key;
    private final BlobStore blobs;
    private final ChunkLedger ledger;
    private final ChunkWrites writes;
    private final ItemParser parser = new ItemParser(ItemFile.LONGEST_ITEM);
    private final ChunkWork chunks;
    private final ReferenceResolution references;

    /// How an import ended.
    ///
    /// @param items how many the file has, as far as it could be read
    /// @param code why it did not come to its end, or null if it did
    /// @param pass which time through the file this was
    record Ended(long items, @Nullable String code, @Nullable String reason, ImportPass pass) {}

    ImportRun(
            TaskContext task,
            JobSpec.ImportEntries spec,
            BlobKey key,
            BlobStore blobs,
            ContentReader reader,
            ChunkWrites writes,
            ChunkLedger ledger,
            InstantSource clock) {
        this.task = task;
        this.spec = spec;
        this.key = key;
        this.blobs = blobs;
        this.ledger = ledger;
        this.writes = writes;
        var cache =
                new ContentCache(
                        reader, task.scope(), alias -> writes.prepareUnique(task.scope(), alias));
        this.chunks =
                new ChunkWork(
                        task, ledger, writes, new EntryPlanner(cache, task.job(), spec), clock);
        this.references = new ReferenceResolution(cache, task.job());
    }

    Ended toTheEnd() throws IOException, InterruptedException {
        if (task.checkpoint().position().containsKey(Checkpoint.FAILED_ITEMS)) {
            beginAgain();
        }
        while (true) {
            if (isTooBroken()) {
                return new Ended(
                        position().place().item(),
                        "MAX_ERRORS_EXCEEDED",
                        "More than " + spec.maxErrors() + " items failed",
                        position().pass().items());
            }
            switch (position().phase()) {
                case ITEMS -> {
                    var unreadable = items();
                    if (unreadable != null) {
                        return new Ended(
                                0,
                                unreadable.code(),
                                unreadable.reason(),
                                position().pass().items());
                    }
                }
                case WAITING -> waiting();
                case REFERENCES -> pendingReferences();
                case REPORT -> {
                    var end = position();
                    return new Ended(
                            end.place().item(),
                            end.problemCode(),
                            end.problem(),
                            end.pass().items());
                }
            }
        }
    }

    /// Takes back the items that failed. An import that has not come to its end goes on with the
    /// others first.
    private void beginAgain() {
        var position = position();
        var number = task.checkpoint().chunksDone();
        if (position.canBeginAgain()) {
            var failed = failed(position.pass().items().fromChunk(), number);
            chunks.report(chunks.store(number, position.again(number), failed));
        } else {
            chunks.report(chunks.store(number, position, List.of(), Touched.NOTHING));
        }
    }

    private FailedItems failed(long from, long before) {
        return FailedItems.of(ledger, task.task().id(), from, before);
    }

    private ImportPosition position() {
        return ImportPosition.of(task.checkpoint().position());
    }

    private boolean isTooBroken() {
        var most = spec.maxErrors();
        return most != null && task.counts().failed() > most;
    }

    /// All chunks of the file from the checkpoint on, or up to too many errors.
    ///
    /// @return why nothing at all could be read
    private @Nullable UnreadableFile items() throws IOException, InterruptedException {
        ItemFile file;
        try {
            file = ItemFile.open(blobs, key, position().place());
        } catch (UnreadableFile e) {
            return e;
        }
        var pass = position().pass();
        var failed = failed(pass.items().failedFrom(), pass.items().fromChunk());
        try (var ahead = new ReadAhead(file, parser)) {
            while (position().phase() == ImportPosition.Phase.ITEMS && !isTooBroken()) {
                var chunk = ahead.next();
                if (chunk.items().isEmpty() && chunk.problem() != null && chunk.end().item() == 0) {
                    return chunk.problem();
                }
                chunk.tellTotal(task, file.sizeInBytes());
                var due = failed.due(pass.items(), chunk.items());
                if (!due.isEmpty() || chunk.isLast() || chunk.problem() != null) {
                    chunks.run(due, pass.firstRound(), position().behind(chunk), false);
                } else {
                    task.stopHere();
                }
            }
        }
        return null;
    }

    /// The next items of the present round, or the next round, or the next phase.
    private void waiting() throws InterruptedException {
        var position = position();
        var taskId = task.task().id();
        var items =
                ledger.deferred(taskId, position.round(), position.afterItem(), WAITING_AT_ONCE);
        if (!items.isEmpty()) {
            var read = new ArrayList<ReadItem>(items.size());
            items.forEach(item -> read.add(ReadItem.of(parser, item.item(), item.json())));
            var last = items.getLast().item();
            chunks.run(read, position.round() + 1, position.waited(last), position.isLastRound());
            return;
        }
        var stillWaiting = ledger.deferred(taskId, position.round() + 1, -1, 1);
        var number = task.checkpoint().chunksDone();
        if (stillWaiting.isEmpty()) {
            chunks.report(
                    chunks.store(
                            number,
                            position.resolving(position.pass().referencesFrom()),
                            List.of(),
                            Touched.NOTHING));
        } else {
            var isLast =
                    !position.hasProgress()
                            || position.round() - position.pass().firstRound() + 2 >= MOST_ROUNDS;
            chunks.report(
                    chunks.store(number, position.nextRound(isLast), List.of(), Touched.NOTHING));
        }
    }

    private void pendingReferences() {
        var position = position();
        var number = task.checkpoint().chunksDone();
        var next = ledger.pendingFrom(task.task().id(), position.afterChunk(), 1);
        if (next.isEmpty()) {
            chunks.report(chunks.store(number, position.reporting(), List.of(), Touched.NOTHING));
            return;
        }
        var record = next.getFirst();
        var resolved = references.resolve(record.pending());
        var planned =
                chunks.store(
                        number,
                        position.resolving(record.chunk() + 1),
                        resolved.lines(),
                        new Touched(record.pending(), List.of(), List.of(), List.of()));
        for (var tries = 1; !writes.write(resolved.writes()); tries++) {
            if (tries == ChunkWork.TRIES) {
                throw new IllegalStateException("Entries change faster than they are written");
            }
            resolved = references.resolve(record.pending());
        }
        chunks.report(planned);
    }
}
