package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.job.Counts;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryWrite;
import codex.jobs.worker.handlers.entries.Position.Phase;
import codex.jobs.worker.runtime.TaskContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The last pass: references that were left out become real now that every item is written, or are
/// reported (specification 3.2, "Passes"). One earlier chunk's entries make one chunk here.
final class PendingReferences {

    private final TaskContext task;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final ChunkLedger ledger;
    private final Chunks chunks;
    private final InstantSource clock;

    PendingReferences(
            TaskContext task,
            ContentReader reader,
            ContentWriter writer,
            ChunkLedger ledger,
            Chunks chunks,
            InstantSource clock) {
        this.task = task;
        this.reader = reader;
        this.writer = writer;
        this.ledger = ledger;
        this.chunks = chunks;
        this.clock = clock;
    }

    Position process(Position begin) {
        var position = begin;
        while (true) {
            var earlier = ledger.pendingFrom(task.task().id(), position.next(), 1);
            if (earlier.isEmpty()) {
                return position.in(Phase.REPORT);
            }
            position = resolve(earlier.getFirst(), position.at(earlier.getFirst().chunk() + 1));
        }
    }

    private Position resolve(ChunkRecord earlier, Position after) {
        var recorded = chunks.recorded();
        var now = recorded == null ? clock.instant() : recorded.plannedAt();
        var entries =
                reader.byIds(task.scope(), ContentKind.ENTRIES, earlier.pending()).stream()
                        .filter(entry -> !pendingOf(entry).isEmpty())
                        .toList();
        var targets = targets(entries);
        List<ChunkLine> lines = new ArrayList<>();
        List<EntryWrite> writes = new ArrayList<>();
        List<Map<String, Object>> versions = new ArrayList<>();
        for (var entry : entries) {
            var resolved = resolved(entry, targets, lines, now);
            var before = EntryDocument.map(entry.get("system")).get("versionId");
            writes.add(new EntryWrite.Replace(resolved, (String) before));
            versions.add(new EntryDocument(task.job(), chunks.next(), now).version(resolved));
        }
        var record =
                Objects.requireNonNullElseGet(
                        recorded, () -> ledger.putIfAbsent(record(lines, after, now)));
        writer.insertMissing(task.scope(), ContentKind.ENTRY_VERSIONS, versions);
        // An entry that somebody else has changed meanwhile is theirs.
        writer.writeEntries(task.scope(), writes);
        chunks.report(record);
        return Position.of(record.position());
    }

    private ChunkRecord record(List<ChunkLine> lines, Position after, Instant now) {
        return ChunkRecord.of(
                task.organization(),
                task.task().id(),
                chunks.next(),
                now,
                after.stored(),
                Counts.NONE,
                lines,
                0,
                Touched.NOTHING);
    }

    private Map<String, Map<String, Object>> targets(List<Map<String, Object>> entries) {
        var wanted = new HashMap<String, Set<String>>();
        entries.forEach(entry ->
                pendingOf(entry)
                        .forEach(pending ->
                                wanted.computeIfAbsent(
                                                text(pending, "siteId"), _ -> new HashSet<>())
                                        .add(text(pending, "target"))));
        var found = new HashMap<String, Map<String, Object>>();
        wanted.forEach((site, names) ->
                found.putAll(Surroundings.targets(reader, task.scope(), site, names)));
        return found;
    }

    private Map<String, Object> resolved(
            Map<String, Object> entry,
            Map<String, Map<String, Object>> targets,
            List<ChunkLine> lines,
            Instant now) {
        var id = String.valueOf(entry.get("_id"));
        var content = new LinkedHashMap<>(EntryDocument.map(entry.get("content")));
        var system = new LinkedHashMap<>(EntryDocument.map(entry.get("system")));
        var references =
                new ArrayList<Object>((List<?>) entry.getOrDefault("references", List.of()));
        for (var pending : pendingOf(entry)) {
            var target = targets.get(text(pending, "siteId") + "/" + text(pending, "target"));
            if (target == null) {
                system.computeIfPresent("status", (_, status) -> unpublished(status));
                lines.add(notFound(entry, pending));
            } else {
                put(content, system, pending, String.valueOf(target.get("_id")));
                references.add(String.valueOf(target.get("_id")));
            }
        }
        system.put("versionId", ContentId.version(task.job().id(), id, "references"));
        system.put("updatedAt", java.util.Date.from(now));
        var stamp = new LinkedHashMap<>(EntryDocument.map(entry.get("import")));
        stamp.put("pending", List.of());
        var resolved = new LinkedHashMap<>(entry);
        resolved.put("content", content);
        resolved.put("system", system);
        resolved.put("references", references.stream().distinct().toList());
        resolved.put("import", stamp);
        return resolved;
    }

    private void put(
            Map<String, Object> content,
            Map<String, Object> system,
            Map<String, Object> pending,
            String target) {
        var alias = text(pending, "field");
        var isList =
                reader.modelByIdOrAlias(task.scope(), text(system, "modelId"))
                        .flatMap(model -> model.field(alias))
                        .map(codex.jobs.model.content.ContentField::isList)
                        .orElse(false);
        if (!isList) {
            content.put(alias, Map.of("id", target));
            return;
        }
        var values = new ArrayList<Object>((List<?>) content.getOrDefault(alias, List.of()));
        var position = pending.get("position") instanceof Number number ? number.intValue() : 0;
        values.add(Math.min(position, values.size()), Map.of("id", target));
        content.put(alias, values);
    }

    private static Object unpublished(Object status) {
        return status instanceof Number number
                        && EntryStatus.of(number.longValue()).orElseThrow().isPublic()
                ? EntryStatus.DRAFT.number()
                : status;
    }

    private static ChunkLine notFound(Map<String, Object> entry, Map<String, Object> pending) {
        var item = EntryDocument.map(entry.get("import")).get("item");
        return new ChunkLine(
                LogType.ERROR,
                "REFERENCE_NOT_FOUND",
                "There is no entry %s; the entry is imported as a draft without it"
                        .formatted(SystemRules.quoted(text(pending, "target"))),
                item instanceof Number number ? number.longValue() : null,
                String.valueOf(entry.get("_id")),
                text(EntryDocument.map(entry.get("system")), "externalId"),
                text(pending, "path"));
    }

    private List<Map<String, Object>> pendingOf(Map<String, Object> entry) {
        var stamp = EntryDocument.map(entry.get("import"));
        return stamp.get("pending") instanceof List<?> list
                        && task.job().id().value().equals(stamp.get("job"))
                ? list.stream().map(EntryDocument::map).toList()
                : List.of();
    }

    private static String text(Map<String, Object> map, String key) {
        return String.valueOf(map.get(key));
    }
}
