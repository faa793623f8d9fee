package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.job.Job;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.content.EntryWrite;
import codex.jobs.worker.handlers.entries.Surroundings.Target;
import codex.jobs.worker.handlers.items.Findings;
import codex.jobs.worker.handlers.items.Findings.Weight;
import codex.jobs.worker.handlers.items.Pointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The last pass: references to entries that came later in the file become real; what is still
/// missing is said, and its entry is not published (specification 3.2, "Unresolvable reference").
final class ReferenceResolution {

    private final ContentCache cache;
    private final Job job;

    ReferenceResolution(ContentCache cache, Job job) {
        this.cache = cache;
        this.job = job;
    }

    /// What is to be said and written for these entries.
    record Resolved(List<ChunkLine> lines, List<EntryWrite> writes) {}

    Resolved resolve(List<String> ids) {
        var lines = new ArrayList<ChunkLine>();
        var writes = new ArrayList<EntryWrite>();
        var entries = cache.reader().byIds(cache.scope(), ContentKind.ENTRIES, ids);
        var targets = targets(entries);
        for (var entry : entries) {
            var pending = PendingReferences.of(entry);
            if (!pending.isEmpty() && job.id().value().equals(EntryState.stamp(entry).get("job"))) {
                writes.add(resolve(entry, pending, targets, lines));
            }
        }
        return new Resolved(lines, writes);
    }

    private EntryWrite resolve(
            Map<String, Object> entry,
            Map<String, List<String>> pending,
            Map<String, Target> targets,
            List<ChunkLine> lines) {
        var system = new LinkedHashMap<>(EntryState.system(entry));
        var content = new LinkedHashMap<>(EntryState.content(entry));
        var siteId = String.valueOf(system.get("siteId"));
        var model = cache.model(String.valueOf(system.get("modelId"))).orElseThrow();
        var findings = new Findings();
        pending.forEach((alias, names) ->
                model.field(alias)
                        .ifPresent(field -> {
                            var found =
                                    found(
                                            field,
                                            names,
                                            name -> targets.get(siteId + "\n" + name),
                                            findings);
                            if (found == null) {
                                content.remove(alias);
                            } else {
                                content.put(alias, found);
                            }
                        }));
        var isPublic = isPublic(system);
        if (isPublic && findings.isInvalid()) {
            SystemRules.addDraft(findings);
            system.put("status", EntryStatus.DRAFT.number());
        }
        lines.addAll(
                findings.lines(
                        item(entry),
                        String.valueOf(entry.get("_id")),
                        String.valueOf(system.get("externalId")),
                        isPublic));
        var version = String.valueOf(system.get("versionId"));
        system.put(
                "versionId",
                ContentId.version(job.id(), String.valueOf(entry.get("_id")), "references"));
        var stamp = new LinkedHashMap<>(EntryState.stamp(entry));
        stamp.remove("pending");
        var next = new LinkedHashMap<>(entry);
        next.put("system", system);
        next.put("content", content);
        next.put("references", PendingReferences.ids(model, content));
        next.put("import", stamp);
        return new EntryWrite.Replace(next, version);
    }

    private static boolean isPublic(Map<String, Object> system) {
        return system.get("status") instanceof Number status
                && EntryStatus.of(status.longValue()).map(EntryStatus::isPublic).orElse(false);
    }

    private static long item(Map<String, Object> entry) {
        return ((Number) Objects.requireNonNull(EntryState.stamp(entry).get("item"))).longValue();
    }

    /// The value of a field, by what its references name now.
    private static @Nullable Object found(
            ContentField field,
            List<String> names,
            Function<String, @Nullable Target> targets,
            Findings findings) {
        var path = Pointer.to("/content", field.alias());
        var found = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < names.size(); i++) {
            var target = targets.apply(names.get(i));
            var at = EntryRules.at(field, path, i);
            if (target == null) {
                findings.add(
                        Weight.BROKEN,
                        "REFERENCE_NOT_FOUND",
                        "There is no entry " + names.get(i),
                        at);
            } else if (EntryRules.isAllowed(field, target)) {
                found.add(new LinkedHashMap<>(Map.of("id", target.id())));
            } else {
                EntryRules.notAllowed(field, at, findings);
            }
        }
        var limits = new FieldLimits(findings);
        limits.required(field, found, path);
        return EntryRules.references(field, found, path, limits);
    }

    /// Everything that pending references name, by site and name.
    private Map<String, Target> targets(List<Map<String, Object>> entries) {
        var names = new HashMap<String, Set<String>>();
        for (var entry : entries) {
            var siteId = String.valueOf(EntryState.system(entry).get("siteId"));
            PendingReferences.of(entry)
                    .values()
                    .forEach(names.computeIfAbsent(siteId, _ -> new HashSet<>())::addAll);
        }
        var targets = new HashMap<String, Target>();
        names.forEach((siteId, wanted) ->
                TargetLookup.find(cache, siteId, wanted)
                        .forEach((name, target) -> targets.put(siteId + "\n" + name, target)));
        return targets;
    }
}
