package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.stores.StoresProperties.Kept;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.handlers.items.ErrorReport;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.io.IOException;
import java.time.InstantSource;

/// Deletes content (specification 3.3): things of one kind, or the values of a field. Or brings
/// back what another job has deleted so.
public final class DeleteContent implements TaskHandler {

    private static final int AT_ONCE = 500;

    private final ContentReader reader;
    private final ContentWriter writer;
    private final ChunkLedger ledger;
    private final ErrorReport report;
    private final Kept kept;
    private final InstantSource clock;
    private final int atOnce;

    /// @param kept how long the trash is
    public DeleteContent(
            BlobStore blobs,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            Kept kept,
            InstantSource clock) {
        this(blobs, reader, writer, ledger, kept, clock, AT_ONCE);
    }

    /// @param atOnce how many things a chunk has
    DeleteContent(
            BlobStore blobs,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            Kept kept,
            InstantSource clock,
            int atOnce) {
        this.reader = reader;
        this.writer = writer;
        this.ledger = ledger;
        this.report = new ErrorReport(ledger, blobs);
        this.kept = kept;
        this.clock = clock;
        this.atOnce = atOnce;
    }

    @Override
    public Outcome run(TaskContext task) throws IOException {
        if (!(task.job().spec() instanceof JobSpec.Delete spec)) {
            throw new IllegalStateException("Not a delete");
        }
        if (!spec.dryRun()) {
            writer.prepare(task.scope());
        }
        // A dry run asks the same questions, and an index changes no content.
        writer.prepareDeletes(task.scope());
        var chunks = new DeleteChunks(task, ledger, clock);
        var undone = spec.undoes();
        return undone == null
                ? delete(task, spec, chunks)
                : new RestoreRun(
                                task,
                                undone,
                                restoration(task, spec, undone),
                                reader,
                                chunks,
                                report,
                                atOnce)
                        .run();
    }

    private Outcome delete(TaskContext task, JobSpec.Delete spec, DeleteChunks chunks)
            throws IOException {
        return switch (spec) {
            case JobSpec.DeleteField field ->
                    new FieldPurge(task, field, reader, writer, trash(task), chunks, report, atOnce)
                            .run();
            case JobSpec.DeleteThings things ->
                    new DeleteRun(task, ledger, deletion(task, things), chunks, report, atOnce)
                            .run();
        };
    }

    private Deletion deletion(TaskContext task, JobSpec.DeleteThings spec) {
        var which = which(task, spec);
        if (which == ContentDeletion.DELETE_ENTRIES) {
            return new EntryDeletion(task, spec, reader, writer, ledger, trash(task));
        }
        return which.isShared()
                ? new SharedDeletion(task, spec, which, reader, writer, ledger, trash(task))
                : new PlainDeletion(task, spec, which, reader, writer, trash(task));
    }

    private Trash trash(TaskContext task) {
        return new Trash(reader, writer, task.scope(), task.job(), kept.of(task.organization()));
    }

    private Restoration restoration(TaskContext task, JobSpec.Delete spec, JobId undone) {
        return switch (spec) {
            case JobSpec.DeleteField field -> new FieldRestoration(task, field, reader, writer);
            case JobSpec.DeleteThings things ->
                    which(task, things) == ContentDeletion.DELETE_ENTRIES
                            ? new EntryRestoration(task, undone, reader, writer)
                            : new PlainRestoration(
                                    task, which(task, things).kind(), reader, writer);
        };
    }

    private static ContentDeletion which(TaskContext task, JobSpec.DeleteThings spec) {
        return spec.deletions().get(task.task().order() - 1);
    }
}
