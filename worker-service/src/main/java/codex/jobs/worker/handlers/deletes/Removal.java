package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Documents of one kind go, with their addresses, and copies lie in the trash.
final class Removal {

    private final Scope scope;
    private final ContentKind kind;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final Trash trash;

    Removal(
            TaskContext task,
            ContentKind kind,
            ContentReader reader,
            ContentWriter writer,
            Trash trash) {
        this.scope = task.scope();
        this.kind = kind;
        this.reader = reader;
        this.writer = writer;
        this.trash = trash;
    }

    /// What a chunk touches that deletes these, or brings them back.
    ///
    /// @param urls addresses that are theirs
    static Touched touched(ContentKind kind, List<String> ids, List<String> urls) {
        return switch (kind) {
            case URLS -> new Touched(List.of(), ids, List.of(), List.of());
            case TAGS -> new Touched(List.of(), List.of(), ids, List.of());
            default -> new Touched(ids, urls, List.of(), List.of());
        };
    }

    /// The things of a chunk that was decided.
    static List<String> decided(ContentKind kind, ChunkRecord chunk) {
        return switch (kind) {
            case URLS -> chunk.urls();
            case TAGS -> chunk.tags();
            default -> chunk.entries();
        };
    }

    /// Which of these are there.
    List<String> there(List<String> ids) {
        var there = reader.existing(scope, kind, ids);
        return ids.stream().filter(there::contains).toList();
    }

    Touched touched(List<String> ids) {
        var urls =
                kind == ContentKind.URLS
                        ? List.<String>of()
                        : urls(ids).stream().map(url -> String.valueOf(url.get("_id"))).toList();
        return touched(kind, ids, urls);
    }

    /// Can be done again.
    void remove(ChunkRecord chunk, Instant now) {
        var ids = decided(kind, chunk);
        var urls = new HashMap<String, List<Map<String, Object>>>();
        if (kind != ContentKind.URLS) {
            for (var url : urls(ids)) {
                urls.computeIfAbsent(String.valueOf(url.get("entityId")), _ -> new ArrayList<>())
                        .add(url);
            }
        }
        trash.keep(kind, reader.byIds(scope, kind, ids), urls, "", now);
        writer.release(
                scope, urls.values().stream().flatMap(List::stream).map(Trash::release).toList());
        writer.remove(scope, kind, ids);
    }

    private List<Map<String, Object>> urls(List<String> owners) {
        return reader.byField(scope, ContentKind.URLS, "entityId", owners);
    }
}
