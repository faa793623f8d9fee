package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.JobSpec;
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

/// Deletes content (specification 3.3): things of one kind, or the values of a field.
public final class DeleteContent implements TaskHandler {

    private static final int AT_ONCE = 500;

    private final ContentReader reader;
    private final ContentWriter writer;
    private final ChunkLedger ledger;
    private final ErrorReport report;
    private final InstantSource clock;
    private final int atOnce;

    public DeleteContent(
            BlobStore blobs,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            InstantSource clock) {
        this(blobs, reader, writer, ledger, clock, AT_ONCE);
    }

    /// @param atOnce how many things a chunk has
    DeleteContent(
            BlobStore blobs,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            InstantSource clock,
            int atOnce) {
        this.reader = reader;
        this.writer = writer;
        this.ledger = ledger;
        this.report = new ErrorReport(ledger, blobs);
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
        return switch (spec) {
            case JobSpec.DeleteField field ->
                    new FieldPurge(task, field, reader, writer, chunks, report, atOnce).run();
            case JobSpec.DeleteThings things ->
                    new DeleteRun(task, ledger, deletion(task, things), chunks, report, atOnce)
                            .run();
        };
    }

    private Deletion deletion(TaskContext task, JobSpec.DeleteThings spec) {
        var which = spec.deletions().get(task.task().order() - 1);
        return which == ContentDeletion.DELETE_ENTRIES
                ? new EntryDeletion(task, spec, reader, writer, ledger)
                : new PlainDeletion(task, spec, which, reader, writer);
    }
}
