package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.handlers.items.DryRun;
import codex.jobs.worker.handlers.items.ErrorReport;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;

/// Imports the entries of a file (specification 3.2): items as they come, then those that had to
/// wait, then references to what came later, then the report.
public final class ImportEntries implements TaskHandler {

    private static final Set<ContentKind> WRITTEN =
            Set.of(ContentKind.ENTRIES, ContentKind.TAGS, ContentKind.URLS);

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
        if (!(task.job().spec() instanceof JobSpec.ImportEntries spec)) {
            throw new IllegalStateException("Not an import of entries");
        }
        return spec.dryRun() ? dryRun(task, spec) : run(task, spec);
    }

    private Outcome run(TaskContext task, JobSpec.ImportEntries spec)
            throws IOException, InterruptedException {
        writer.prepare(task.scope());
        try (var writes = ChunkWrites.into(writer, task.scope())) {
            return run(task, spec, reader, writes);
        }
    }

    private Outcome dryRun(TaskContext task, JobSpec.ImportEntries spec)
            throws IOException, InterruptedException {
        return new DryRun(writer, task, WRITTEN)
                .run(
                        task,
                        draft -> {
                            try (var writes = ChunkWrites.intoDraft(writer, draft)) {
                                return run(task, spec, reader.over(draft), writes);
                            }
                        });
    }

    private Outcome run(
            TaskContext task, JobSpec.ImportEntries spec, ContentReader content, ChunkWrites writes)
            throws IOException, InterruptedException {
        var key = new BlobKey(task.organization(), spec.fileKey());
        var run = new ImportRun(task, spec, key, blobs, content, writes, ledger, clock);
        return end(task, run.toTheEnd(), key);
    }

    private Outcome end(TaskContext task, ImportRun.Ended ended, BlobKey key) throws IOException {
        var counts = task.counts();
        var report =
                new ErrorReport(ledger, blobs).write(task.job(), task.task().id(), ended.pass());
        var size = blobs.head(key).map(info -> info.sizeInBytes()).orElse(null);
        var result = JobResult.ofInput(report, ended.items(), size);
        if (ended.code() != null && ended.reason() != null) {
            return new Outcome.Failed(ended.code(), ended.reason(), false, result);
        }
        if (counts.items() != ended.items()) {
            return new Outcome.Failed(
                    "COUNT_MISMATCH",
                    "The file has %s items, but %s were counted"
                            .formatted(ended.items(), counts.items()),
                    false,
                    result);
        }
        if (ended.items() > 0 && counts.failed() == ended.items()) {
            return new Outcome.Failed(
                    "ALL_ITEMS_FAILED", "Not one item could be imported", false, result);
        }
        task.log(
                LogType.INFO,
                (task.job().dryRun() ? "Dry run: imported" : "Imported")
                        + " %s entries (%s created, %s updated, %s deleted), skipped %s, failed %s"
                                .formatted(
                                        counts.created() + counts.updated() + counts.deleted(),
                                        counts.created(),
                                        counts.updated(),
                                        counts.deleted(),
                                        counts.skipped(),
                                        counts.failed()));
        return new Outcome.Completed(result);
    }
}
