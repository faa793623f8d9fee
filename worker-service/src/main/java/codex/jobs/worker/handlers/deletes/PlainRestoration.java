package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings documents back, unless there is one like it by now.
final class PlainRestoration implements Restoration {

    private final Scope scope;
    private final ContentKind kind;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final Addresses addresses;

    PlainRestoration(
            TaskContext task, ContentKind kind, ContentReader reader, ContentWriter writer) {
        this.scope = task.scope();
        this.kind = kind;
        this.reader = reader;
        this.writer = writer;
        this.addresses = new Addresses(scope, reader, writer);
    }

    @Override
    public ContentKind kind() {
        return kind;
    }

    @Override
    public String[] fields() {
        return new String[] {
            "id",
            "urls",
            "document._id",
            "document.siteId",
            "document.url",
            "document.key",
            "document.externalId"
        };
    }

    @Override
    public RestorePlan plan(List<TrashCopy> copies, long first) {
        var there = there(copies);
        var numbers = new HashMap<String, Long>();
        var restored = new ArrayList<TrashCopy>();
        var lines = new ArrayList<ChunkLine>();
        for (var copy : copies) {
            var number = first + numbers.size();
            numbers.put(copy.id(), number);
            if (there.contains(copy.id())) {
                lines.add(
                        new ChunkLine(
                                LogType.WARNING,
                                "EXISTS",
                                "Not brought back: there is one like it by now",
                                number,
                                copy.id(),
                                null,
                                null));
            } else {
                restored.add(copy);
            }
        }
        lines.addAll(addresses.complaints(restored, numbers));
        var skipped = copies.size() - restored.size();
        return new RestorePlan(
                new Counts(restored.size(), 0, 0, skipped, 0, 0, 0, 0),
                lines,
                Removal.touched(
                        kind,
                        restored.stream().map(TrashCopy::id).toList(),
                        addresses.free(restored)));
    }

    /// Those whose id, or what else must be unique of them, is taken.
    private Set<String> there(List<TrashCopy> copies) {
        var there =
                new HashSet<>(
                        reader.existing(scope, kind, copies.stream().map(TrashCopy::id).toList()));
        switch (kind) {
            case URLS -> there.addAll(likeOfSite(copies, "url"));
            case TAGS -> there.addAll(likeOfSite(copies, "key"));
            case ASSETS -> {
                var values = values(copies, "externalId");
                reader.byField(scope, kind, "externalId", values.keySet(), "externalId")
                        .forEach(asset -> add(there, values, asset, "externalId"));
            }
            default -> {}
        }
        return there;
    }

    private Set<String> likeOfSite(List<TrashCopy> copies, String field) {
        var there = new HashSet<String>();
        var bySite = new HashMap<String, List<TrashCopy>>();
        for (var copy : copies) {
            var site = String.valueOf(copy.document().get("siteId"));
            bySite.computeIfAbsent(site, _ -> new ArrayList<>()).add(copy);
        }
        bySite.forEach((site, some) -> {
            var values = values(some, field);
            reader.ofSite(scope, kind, site, field, values.keySet(), field)
                    .forEach(like -> add(there, values, like, field));
        });
        return there;
    }

    private static Map<String, String> values(Collection<TrashCopy> copies, String field) {
        var ids = new HashMap<String, String>();
        for (var copy : copies) {
            if (copy.document().get(field) instanceof String value) {
                ids.put(value, copy.id());
            }
        }
        return ids;
    }

    private static void add(
            Set<String> there, Map<String, String> ids, Map<String, Object> like, String field) {
        var id = ids.get(String.valueOf(like.get(field)));
        if (id != null) {
            there.add(id);
        }
    }

    @Override
    public void restore(List<TrashCopy> copies, Instant now) {
        var _ =
                writer.insertMissing(
                        scope, kind, copies.stream().map(TrashCopy::document).toList());
        addresses.giveBack(copies);
    }
}
