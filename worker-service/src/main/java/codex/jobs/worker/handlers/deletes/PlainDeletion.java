package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.JobSpec;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Deletes what a site has besides entries.
final class PlainDeletion implements Deletion {

    private final TaskContext task;
    private final String siteId;
    private final ContentKind kind;
    private final ContentReader reader;
    private final Removal removal;

    PlainDeletion(
            TaskContext task,
            JobSpec.DeleteThings spec,
            ContentDeletion which,
            ContentReader reader,
            ContentWriter writer,
            Trash trash) {
        this.task = task;
        this.siteId = Objects.requireNonNull(spec.siteId(), "checked when the job was created");
        this.kind = which.kind();
        this.reader = reader;
        this.removal = new Removal(task, kind, reader, writer, trash);
    }

    @Override
    public ContentKind kind() {
        return kind;
    }

    @Override
    public List<String> select(String after, int limit) {
        return reader.ofSite(task.scope(), kind, siteId, after, limit, "_id").stream()
                .map(document -> String.valueOf(document.get("_id")))
                .toList();
    }

    @Override
    public DeletePlan plan(List<String> ids, long first) {
        var deleted = removal.there(ids);
        return new DeletePlan(
                deleted, 0, ids.size() - deleted.size(), List.of(), removal.touched(deleted));
    }

    @Override
    public void delete(ChunkRecord decided, Instant now) {
        removal.remove(decided, now);
    }
}
