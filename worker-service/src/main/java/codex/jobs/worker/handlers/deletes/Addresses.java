package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The addresses of what is brought back. Others may have taken them meanwhile.
final class Addresses {

    private final Scope scope;
    private final ContentReader reader;
    private final ContentWriter writer;

    Addresses(Scope scope, ContentReader reader, ContentWriter writer) {
        this.scope = scope;
        this.reader = reader;
        this.writer = writer;
    }

    /// The ids of those that can be given back to their owners.
    List<String> free(Collection<TrashCopy> copies) {
        var taken = taken(copies);
        return copies.stream()
                .flatMap(copy -> copy.urls().stream())
                .map(url -> String.valueOf(url.get("_id")))
                .filter(id -> !taken.contains(id))
                .toList();
    }

    /// Lines about those that cannot.
    List<ChunkLine> complaints(Collection<TrashCopy> copies, Map<String, Long> numbers) {
        var taken = taken(copies);
        var lines = new ArrayList<ChunkLine>();
        for (var copy : copies) {
            for (var url : copy.urls()) {
                if (taken.contains(String.valueOf(url.get("_id")))) {
                    lines.add(
                            new ChunkLine(
                                    LogType.ERROR,
                                    "URL_TAKEN",
                                    "Its address %s belongs to something else by now"
                                            .formatted(url.get("url")),
                                    numbers.get(copy.id()),
                                    copy.id(),
                                    copy.entry().externalId(),
                                    null));
                }
            }
        }
        return lines;
    }

    private Set<String> taken(Collection<TrashCopy> copies) {
        var bySite = new HashMap<String, Map<String, Map<String, Object>>>();
        for (var copy : copies) {
            for (var url : copy.urls()) {
                bySite.computeIfAbsent(String.valueOf(url.get("siteId")), _ -> new HashMap<>())
                        .put(String.valueOf(url.get("url")), url);
            }
        }
        var taken = new HashSet<String>();
        bySite.forEach((site, wanted) -> {
            for (var there : reader.ofSite(scope, ContentKind.URLS, site, "url", wanted.keySet())) {
                var own = wanted.get(String.valueOf(there.get("url")));
                if (own != null && !Objects.equals(own.get("entityId"), there.get("entityId"))) {
                    taken.add(String.valueOf(own.get("_id")));
                }
            }
        });
        return taken;
    }

    /// Those that are taken stay as they are.
    void giveBack(Collection<TrashCopy> copies) {
        var _ =
                writer.insertMissing(
                        scope,
                        ContentKind.URLS,
                        copies.stream().flatMap(copy -> copy.urls().stream()).toList());
    }
}
