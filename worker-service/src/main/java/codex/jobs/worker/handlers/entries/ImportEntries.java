package codex.jobs.worker.handlers.entries;

import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.handlers.entries.Position.Phase;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.io.IOException;
import java.time.InstantSource;

/// Imports entries from a file (specification 1.5 and 3.2). First the file's structure is read
/// once; then items are written chunk by chunk, references that cannot be resolved yet being left
/// out; then those are made real, so that the order in the file does not matter.
public final class ImportEntries implements TaskHandler {

    private final BlobStore blobs;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final ChunkLedger ledger;
    private final InstantSource clock;

    public ImportEntries(
            BlobStore blobs,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            InstantSource clock) {
        this.blobs = blobs;
        this.reader = reader;
        this.writer = writer;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Outcome run(TaskContext task) throws Exception {
        var spec = (JobSpec.ImportEntries) task.job().spec();
        var file = new BlobKey(task.organization(), spec.fileKey());
        if (blobs.head(file).isEmpty()) {
            return Outcome.Failed.forGood("FILE_NOT_FOUND", "The file does not exist any more");
        }
        var stored = task.checkpoint().position();
        try {
            var position =
                    Position.isStored(stored)
                            ? Position.of(stored)
                            : Position.start(countItems(file));
            task.total(position.total());
            return imported(task, spec, file, position);
        } catch (FileProblem problem) {
            return failed(task, problem.code(), problem.text());
        }
    }

    private long countItems(BlobKey file) throws FileProblem, IOException {
        try (var items = EntryFile.open(blobs, file)) {
            return items.skip(Long.MAX_VALUE);
        }
    }

    private Outcome imported(
            TaskContext task, JobSpec.ImportEntries spec, BlobKey file, Position begin)
            throws FileProblem, IOException, InterruptedException {
        if (!spec.dryRun()) {
            writer.prepare(task.scope());
        }
        var chunks = new Chunks(task, reader, writer, ledger, clock);
        var position = begin;
        while (position.phase() != Phase.REPORT) {
            position =
                    switch (position.phase()) {
                        case ITEMS -> new FileItems(blobs, file, chunks).process(position);
                        case DEFERRED -> new DeferredItems(ledger, chunks).process(position);
                        case REFERENCES ->
                                new PendingReferences(task, reader, writer, ledger, chunks, clock)
                                        .process(position);
                        case REPORT -> position;
                    };
            if (chunks.hasTooManyErrors()) {
                return failed(
                        task,
                        "MAX_ERRORS_EXCEEDED",
                        "More items failed than maxErrors allows: " + task.counts().failed());
            }
        }
        return ended(task, position.total());
    }

    private Outcome ended(TaskContext task, long total) throws IOException {
        var counts = task.counts();
        if (counts.items() != total) {
            throw new IllegalStateException(
                    "Counted " + counts.items() + " of " + total + " items");
        }
        if (total > 0 && counts.failed() == total) {
            return failed(task, "ALL_ITEMS_FAILED", "Every item of the file failed");
        }
        task.log(
                LogType.INFO,
                "%s %s entries (%s created, %s updated, %s deleted, %s skipped, %s failed)"
                        .formatted(
                                task.job().dryRun() ? "Checked" : "Imported",
                                total,
                                counts.created(),
                                counts.updated(),
                                counts.deleted(),
                                counts.skipped(),
                                counts.failed()));
        if (total == 0) {
            task.log(LogType.WARNING, "NO_ITEMS", "The file has no items");
        }
        return new Outcome.Completed(result(task, total));
    }

    private Outcome failed(TaskContext task, String code, String message) throws IOException {
        task.log(LogType.ERROR, code, message);
        return new Outcome.Failed(code, message, false, result(task, task.counts().items()));
    }

    private JobResult result(TaskContext task, long items) throws IOException {
        var report = new ErrorReport(blobs, ledger).write(task);
        return new JobResult(report.orElse(null), items, null);
    }
}
