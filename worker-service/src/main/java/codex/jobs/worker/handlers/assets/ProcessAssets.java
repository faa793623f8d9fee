package codex.jobs.worker.handlers.assets;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Checkpoint;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.files.UnusedBlobStore;
import codex.jobs.worker.handlers.items.DryRun;
import codex.jobs.worker.handlers.items.ErrorReport;
import codex.jobs.worker.handlers.items.FailedItems;
import codex.jobs.worker.handlers.items.ItemFile;
import codex.jobs.worker.handlers.items.ItemParser;
import codex.jobs.worker.handlers.items.ReadAhead;
import codex.jobs.worker.handlers.items.UnreadableFile;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Imports the assets of a file (specification 3.1), chunk by chunk, then writes the report.
public final class ProcessAssets implements TaskHandler {

    /// So few that a chunk ends in time even if every download takes as long as it may.
    private static final int FILES_PER_CHUNK = 8;

    private final BlobStore blobs;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final ChunkLedger ledger;
    private final AssetBytes bytes;
    private final InstantSource clock;

    public ProcessAssets(
            BlobStore blobs,
            UnusedBlobStore unused,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            AssetDownload download,
            AssetProperties limits,
            FetchDirectory directory,
            InstantSource clock) {
        this.blobs = blobs;
        this.reader = reader;
        this.writer = writer;
        this.ledger = ledger;
        this.bytes = new AssetBytes(blobs, unused, download, limits, directory, clock);
        this.clock = clock;
    }

    /// Why an import did not come to its end.
    private record Problem(String code, String reason) {}

    @Override
    public Outcome run(TaskContext task) throws Exception {
        if (!(task.job().spec() instanceof JobSpec.ImportAssets spec)) {
            throw new IllegalStateException("Not an import of assets");
        }
        if (!spec.dryRun()) {
            writer.prepare(task.scope());
            return run(task, spec, reader, task.scope());
        }
        return new DryRun(writer, task, Set.of(ContentKind.ASSETS))
                .run(
                        task,
                        draft -> {
                            writer.prepare(draft, ContentKind.ASSETS);
                            return run(task, spec, reader.over(draft), draft);
                        });
    }

    private Outcome run(
            TaskContext task, JobSpec.ImportAssets spec, ContentReader content, Scope target)
            throws IOException, InterruptedException {
        var key = new BlobKey(task.organization(), spec.fileKey());
        var planner = new AssetPlanner(content, task.scope(), task.job(), spec);
        var chunk = new AssetChunk(task, ledger, writer, target, planner, bytes, clock);
        if (task.checkpoint().position().containsKey(Checkpoint.FAILED_ITEMS)) {
            beginAgain(task, chunk);
        }
        var problem = position(task).isAtEnd() ? null : items(task, spec, key, chunk);
        return ended(task, spec, key, problem);
    }

    /// Takes back the items that failed. A pass that has not come to its end goes on first, unless
    /// it is the first one.
    private void beginAgain(TaskContext task, AssetChunk chunks) {
        var position = position(task);
        var number = task.checkpoint().chunksDone();
        if (position.isAtEnd() || position.pass().isFirst()) {
            var failed = failed(task, position.pass().fromChunk(), number);
            chunks.begin(position.again(number), failed.takenBack(), -failed.count());
        } else {
            chunks.begin(position, Counts.NONE, 0);
        }
    }

    private FailedItems failed(TaskContext task, long from, long before) {
        return FailedItems.of(ledger, task.task().id(), from, before);
    }

    private static AssetPosition position(TaskContext task) {
        return AssetPosition.of(task.checkpoint().position());
    }

    private static boolean isTooBroken(TaskContext task, JobSpec.ImportAssets spec) {
        var most = spec.maxErrors();
        return most != null && task.counts().failed() > most;
    }

    /// All chunks of the file from the checkpoint on, or up to too many errors.
    ///
    /// @return why nothing at all could be read
    private @Nullable Problem items(
            TaskContext task, JobSpec.ImportAssets spec, BlobKey key, AssetChunk chunks)
            throws IOException, InterruptedException {
        ItemFile file;
        try {
            file = ItemFile.open(blobs, key, position(task).place());
        } catch (UnreadableFile e) {
            return new Problem(e.code(), e.reason());
        }
        var parser = new ItemParser(ItemFile.LONGEST_ITEM);
        var pass = position(task).pass();
        var failed = failed(task, pass.failedFrom(), pass.fromChunk());
        try (var ahead = new ReadAhead(file, parser, AssetItem::namesFile, FILES_PER_CHUNK)) {
            while (!position(task).isAtEnd() && !isTooBroken(task, spec)) {
                var chunk = ahead.next();
                var problem = chunk.problem();
                if (problem != null && chunk.items().isEmpty() && chunk.end().item() == 0) {
                    return new Problem(problem.code(), problem.reason());
                }
                chunk.tellTotal(task, file.sizeInBytes());
                var due = failed.due(pass, chunk.items());
                if (!due.isEmpty() || chunk.isLast() || problem != null) {
                    chunks.run(due, file.archive(), position(task).behind(chunk));
                } else {
                    task.stopHere();
                }
            }
        }
        return null;
    }

    private Outcome ended(
            TaskContext task, JobSpec.ImportAssets spec, BlobKey key, @Nullable Problem unreadable)
            throws IOException {
        var counts = task.counts();
        var end = position(task);
        var items = end.place().item();
        var report = new ErrorReport(ledger, blobs).write(task.job(), task.task().id(), end.pass());
        var size = blobs.head(key).map(info -> info.sizeInBytes()).orElse(null);
        var result = JobResult.ofInput(report, items, size);
        if (unreadable != null) {
            return new Outcome.Failed(unreadable.code(), unreadable.reason(), false, result);
        }
        if (isTooBroken(task, spec)) {
            var reason = "More than " + spec.maxErrors() + " items failed";
            return new Outcome.Failed("MAX_ERRORS_EXCEEDED", reason, false, result);
        }
        if (end.problemCode() != null && end.problem() != null) {
            return new Outcome.Failed(end.problemCode(), end.problem(), false, result);
        }
        if (counts.items() != items) {
            var reason =
                    "The file has " + items + " items, but " + counts.items() + " were counted";
            return new Outcome.Failed("COUNT_MISMATCH", reason, false, result);
        }
        if (items > 0 && counts.failed() == items) {
            return new Outcome.Failed(
                    "ALL_ITEMS_FAILED", "Not one item could be imported", false, result);
        }
        task.log(
                LogType.INFO,
                (spec.dryRun() ? "Dry run: imported" : "Imported")
                        + " %s assets (%s created, %s updated), skipped %s, failed %s"
                                .formatted(
                                        counts.created() + counts.updated(),
                                        counts.created(),
                                        counts.updated(),
                                        counts.skipped(),
                                        counts.failed()));
        return new Outcome.Completed(result);
    }
}
