package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.JobSpec;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Deletes what a site has besides entries: the documents go, with their addresses, and copies lie
/// in the trash.
final class PlainDeletion implements Deletion {

    private final TaskContext task;
    private final String siteId;
    private final ContentKind kind;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final Trash trash;

    PlainDeletion(
            TaskContext task,
            JobSpec.DeleteThings spec,
            ContentDeletion which,
            ContentReader reader,
            ContentWriter writer) {
        this.task = task;
        this.siteId = Objects.requireNonNull(spec.siteId(), "checked when the job was created");
        this.kind = which.kind();
        this.reader = reader;
        this.writer = writer;
        this.trash = new Trash(reader, writer, task.scope(), task.job());
    }

    @Override
    public String things() {
        return kind == ContentKind.URLS ? "URLs" : kind.slug();
    }

    @Override
    public List<String> select(String after, int limit) {
        return ids(reader.ofSite(task.scope(), kind, siteId, after, limit, "_id"));
    }

    @Override
    public boolean isGuarded() {
        return false;
    }

    @Override
    public void guard(List<String> ids) {
        throw new IllegalStateException("Nothing must stay");
    }

    @Override
    public String spread(int round, String after) {
        throw new IllegalStateException("Nothing must stay");
    }

    @Override
    public boolean hasRound(int round) {
        return false;
    }

    @Override
    public DeletePlan plan(List<String> ids, long first) {
        var there = new HashSet<>(ids(reader.byIds(task.scope(), kind, ids, "_id")));
        var deleted = ids.stream().filter(there::contains).toList();
        var urls = kind == ContentKind.URLS ? List.<String>of() : ids(urls(deleted));
        var touched =
                switch (kind) {
                    case URLS -> new Touched(List.of(), deleted, List.of(), List.of());
                    case TAGS -> new Touched(List.of(), List.of(), deleted, List.of());
                    default -> new Touched(deleted, urls, List.of(), List.of());
                };
        return new DeletePlan(deleted, 0, ids.size() - deleted.size(), List.of(), touched);
    }

    @Override
    public void delete(ChunkRecord decided, Instant now) {
        var ids =
                switch (kind) {
                    case URLS -> decided.urls();
                    case TAGS -> decided.tags();
                    default -> decided.entries();
                };
        var documents = reader.byIds(task.scope(), kind, ids);
        var urls = new HashMap<String, List<Map<String, Object>>>();
        if (kind != ContentKind.URLS) {
            for (var url : urls(ids)) {
                urls.computeIfAbsent(String.valueOf(url.get("entityId")), _ -> new ArrayList<>())
                        .add(url);
            }
        }
        trash.keep(kind, documents, urls, "", now);
        writer.release(
                task.scope(),
                urls.values().stream().flatMap(List::stream).map(EntryWrites::release).toList());
        writer.remove(task.scope(), kind, ids);
    }

    private List<Map<String, Object>> urls(List<String> owners) {
        return reader.byField(task.scope(), ContentKind.URLS, "entityId", owners);
    }

    private static List<String> ids(List<Map<String, Object>> documents) {
        return documents.stream().map(document -> String.valueOf(document.get("_id"))).toList();
    }
}
