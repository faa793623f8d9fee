package codex.jobs.worker.handlers.export;

import codex.jobs.model.filter.Filters;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;

/// Exports the entries that a filter means into one file (specification 3.4). An export that is
/// cancelled or fails leaves nothing in the object store.
public final class ExportEntries implements TaskHandler {

    private final BlobStore blobs;
    private final MultipartUploads multipart;
    private final ContentReader content;
    private final EntryReader entries;
    private final ChunkLedger ledger;
    private final KeptFileStore files;
    private final InstantSource clock;

    public ExportEntries(
            BlobStore blobs,
            MultipartUploads multipart,
            ContentReader content,
            EntryReader entries,
            ChunkLedger ledger,
            KeptFileStore files,
            InstantSource clock) {
        this.blobs = blobs;
        this.multipart = multipart;
        this.content = content;
        this.entries = entries;
        this.ledger = ledger;
        this.files = files;
        this.clock = clock;
    }

    @Override
    public Outcome run(TaskContext task) throws Exception {
        if (!(task.job().spec() instanceof JobSpec.ExportEntries spec)) {
            throw new IllegalStateException("Not an export of entries");
        }
        var path = spec.file(task.job().id());
        var file =
                new ExportFile(
                        blobs,
                        multipart,
                        ledger,
                        files,
                        clock,
                        task.job().id(),
                        new BlobKey(task.organization(), path),
                        spec.format().contentType());
        try {
            var outcome = run(task, spec, path, file);
            if (outcome instanceof Outcome.Failed) {
                file.drop();
            }
            return outcome;
        } catch (Exception e) {
            if (task.endsCancelled()) {
                file.drop();
            }
            throw e;
        }
    }

    private Outcome run(TaskContext task, JobSpec.ExportEntries spec, String path, ExportFile file)
            throws IOException {
        var filter = Filters.stored(spec.filter()).withoutDeleted();
        var references = new References(content, task.scope());
        try (var run =
                new ExportRun(
                        task, spec.format(), filter, entries, references, file, ledger, clock)) {
            if (!run.write()) {
                return Outcome.Failed.forGood(
                        "TOO_LARGE", "The file would be too large: export less, with a filter");
            }
            return end(task, path, file, run);
        }
    }

    private static Outcome end(TaskContext task, String path, ExportFile file, ExportRun run)
            throws IOException {
        var end = run.position();
        var upload = end.upload();
        if (upload != null && !file.join(task.task().id(), upload, end)) {
            return Outcome.Failed.forGood(
                    "FILE_CHANGED", "A worker that was taken for dead wrote to the file");
        }
        file.finish();
        var checksum = file.checksum(run.digest());
        task.total(end.items());
        task.log(LogType.INFO, String.format(Locale.ROOT, "Exported %s entries", end.items()));
        return new Outcome.Completed(JobResult.ofFile(path, end.items(), end.bytes(), checksum));
    }
}
