package codex.jobs.worker.handlers.assets;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.chunks.StoredFile;
import codex.jobs.stores.content.AssetWrite;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.handlers.items.ReadItem;
import codex.jobs.worker.handlers.items.ZipArchive;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.ItemLine;
import codex.jobs.worker.runtime.TaskContext;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does one chunk so that it can be done again after a crash between any two of its statements:
///
/// 1. bytes are fetched and stored under their hashes;
/// 2. what was decided, with those hashes, goes into the ledger; a record that is there rules, and
///    nothing is fetched for it again;
/// 3. the assets are written with their stamp;
/// 4. the record is reported, which moves the checkpoint.
///
/// Done again, assets with the stamp are left alone and the others are planned from the state they
/// had before, at the recorded time, with the recorded files.
final class AssetChunk {

    private static final int TRIES = 5;

    private final TaskContext task;
    private final ChunkLedger ledger;
    private final ContentWriter writer;
    private final Scope target;
    private final AssetPlanner planner;
    private final AssetBytes bytes;
    private final InstantSource clock;

    /// @param target where assets are written: the content, or a draft
    AssetChunk(
            TaskContext task,
            ChunkLedger ledger,
            ContentWriter writer,
            Scope target,
            AssetPlanner planner,
            AssetBytes bytes,
            InstantSource clock) {
        this.task = task;
        this.ledger = ledger;
        this.writer = writer;
        this.target = target;
        this.planner = planner;
        this.bytes = bytes;
        this.clock = clock;
    }

    void run(List<ReadItem> items, Optional<ZipArchive> archive, AssetPosition next)
            throws IOException, InterruptedException {
        var number = task.checkpoint().chunksDone();
        var found = ledger.find(task.task().id(), number);
        var record = found.isPresent() ? found.get() : decided(items, archive, number, next);
        var applied = new ArrayList<>(items);
        applied.removeIf(item -> record.unapplied().contains(item.index()));
        var files = new HashMap<Long, Fetched>();
        record.files().forEach(file -> files.put(file.item(), new Fetched.Stored(file)));
        for (var tries = 1; ; tries++) {
            var plan = planner.plan(applied, files, number, record.plannedAt());
            if (written(plan.writes())) {
                break;
            }
            if (tries == TRIES) {
                throw new IllegalStateException("Assets change faster than they are written");
            }
        }
        report(record);
    }

    /// Reports a chunk without items, with which another pass begins.
    void begin(AssetPosition next, Counts counts, long processed) {
        report(
                ledger.putIfAbsent(
                        ChunkRecord.of(
                                task.organization(),
                                task.task().id(),
                                task.checkpoint().chunksDone(),
                                clock.instant(),
                                next.asMap(),
                                counts,
                                List.of(),
                                processed,
                                Touched.NOTHING,
                                List.of())));
    }

    private ChunkRecord decided(
            List<ReadItem> items, Optional<ZipArchive> archive, long number, AssetPosition next)
            throws IOException, InterruptedException {
        var fetched = fetched(planner.toFetch(items), archive);
        var now = clock.instant();
        var plan = planner.plan(items, fetched, number, now);
        return ledger.putIfAbsent(
                record(plan, number, now, items.size(), next).with(stored(fetched)));
    }

    private ChunkRecord record(
            AssetPlan plan, long number, Instant now, int processed, AssetPosition next) {
        return ChunkRecord.of(
                task.organization(),
                task.task().id(),
                number,
                now,
                next.asMap(),
                plan.counts(),
                plan.lines(),
                processed,
                new Touched(plan.ids(), List.of(), List.of(), List.of()),
                plan.unapplied());
    }

    private static List<StoredFile> stored(Map<Long, Fetched> fetched) {
        var files = new ArrayList<StoredFile>();
        for (var one : fetched.values()) {
            if (one instanceof Fetched.Stored(var file)) {
                files.add(file);
            }
        }
        return files;
    }

    /// All at once: a chunk has few files, see [ProcessAssets].
    private Map<Long, Fetched> fetched(List<AssetItem> items, Optional<ZipArchive> archive)
            throws IOException, InterruptedException {
        var work = new ArrayList<Callable<Fetched>>();
        for (var item : items) {
            var address = String.valueOf(item.fileUrl());
            work.add(() ->
                    bytes.fetch(
                            task.organization(),
                            item.index(),
                            address,
                            archive,
                            !task.job().dryRun()));
        }
        var results = new HashMap<Long, Fetched>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Interrupted, this interrupts all downloads.
            var futures = threads.invokeAll(work);
            for (var i = 0; i < futures.size(); i++) {
                results.put(items.get(i).index(), result(futures.get(i)));
            }
        }
        return results;
    }

    private static Fetched result(Future<Fetched> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private boolean written(List<AssetWrite> writes) {
        if (task.job().dryRun()) {
            writer.put(target, ContentKind.ASSETS, writes.stream().map(AssetWrite::asset).toList());
            return true;
        }
        return writer.writeAssets(target, writes) == 0;
    }

    private void report(ChunkRecord record) {
        task.chunkDone(
                new ChunkReport(
                        record.chunk(),
                        record.position(),
                        record.counts(),
                        record.lines().stream().map(AssetChunk::line).toList(),
                        record.processed()));
    }

    private static ItemLine line(ChunkLine line) {
        return new ItemLine(
                line.type(),
                line.code(),
                line.message(),
                line.itemIndex(),
                line.itemId(),
                line.externalId(),
                line.path());
    }
}
