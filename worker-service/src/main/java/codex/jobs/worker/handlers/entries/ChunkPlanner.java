package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec.ImportEntries;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.content.EntryWrite;
import codex.jobs.worker.handlers.entries.Draft.Mention;
import codex.jobs.worker.handlers.entries.Draft.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Decides what becomes of each item of a chunk (specification 3.2), without changing anything.
final class ChunkPlanner {

    private final Job job;
    private final ImportEntries spec;
    private final long chunk;
    private final boolean lastChance;
    private final Surroundings found;
    private final EntryDocument documents;
    private final Instant now;
    private final ChunkPlan plan = new ChunkPlan();

    /// What this chunk itself brings: entry ids by key, owners of URLs and of unique values.
    private final Map<String, Draft> last = new HashMap<>();

    private final Map<String, String> claims = new HashMap<>();

    /// @param lastChance items whose required references are missing fail instead of being deferred
    ChunkPlanner(Job job, long chunk, boolean lastChance, Surroundings found, Instant now) {
        this.job = job;
        this.spec = (ImportEntries) job.spec();
        this.chunk = chunk;
        this.lastChance = lastChance;
        this.found = found;
        this.now = now;
        this.documents = new EntryDocument(job, chunk, now);
    }

    ChunkPlan plan(List<Draft> drafts) {
        drafts.stream()
                .filter(draft -> !draft.findings.areFatal())
                .forEach(draft -> last.put(draft.key(), draft));
        drafts.forEach(this::decide);
        return plan;
    }

    private void decide(Draft draft) {
        if (!draft.findings.areFatal() && last.get(draft.key()) != draft) {
            draft.findings.warn("DUPLICATE_ID", "The same id follows; the last one wins", "/id");
            plan.skipped++;
            say(draft, null);
            return;
        }
        var before = found.entry(draft).orElse(null);
        if (!draft.findings.areFatal()) {
            mentions(draft);
        }
        if (draft.findings.areFatal()) {
            plan.failed++;
            say(draft, id(draft, before));
        } else if (draft.status == EntryStatus.DELETED) {
            delete(draft, before);
        } else {
            write(draft, before);
        }
    }

    private void write(Draft draft, @Nullable Map<String, Object> before) {
        var id = id(draft, before);
        if (before != null && isOfThisChunk(before)) {
            say(draft, id);
            return;
        }
        var isRepeated = before != null && isOfThisJob(before);
        if (isRepeated) {
            draft.findings.warn(
                    "DUPLICATE_ID", "The same id came before; the last one wins", "/id");
        }
        if (!modeAllows(draft, before)) {
            say(draft, id);
            return;
        }
        var pending = references(draft);
        if (pending == null) {
            plan.deferred.add(draft.item);
            return;
        }
        var content = content(draft, before);
        urls(draft, id);
        unique(draft, id);
        var status = status(draft, before);
        if (status.isPublic()) {
            ValueRules.required(draft, content);
        }
        if (draft.findings.areFatal()) {
            plan.failed++;
            say(draft, id);
            return;
        }
        if (status.isPublic() && draft.findings.forbidPublishing()) {
            status = EntryStatus.DRAFT;
        }
        add(draft, documents.of(draft, id, status, before, content, pending), before, pending);
    }

    private void add(
            Draft draft,
            Map<String, Object> entry,
            @Nullable Map<String, Object> before,
            List<Map<String, Object>> pending) {
        var id = String.valueOf(entry.get("_id"));
        if (before == null) {
            plan.created++;
            plan.writes.add(new EntryWrite.Create(entry));
        } else {
            plan.updated++;
            plan.writes.add(new EntryWrite.Replace(entry, versionOf(before)));
            free(draft, EntryDocument.map(before.get("content")));
        }
        plan.versions.add(documents.version(entry));
        plan.touchedEntries.add(id);
        if (!pending.isEmpty()) {
            plan.pending.add(id);
        }
        draft.urls.values().forEach(url -> addUrl(draft.siteId, url, id));
        draft.tags.forEach(tag -> addTag(draft.siteId, tag));
        say(draft, id);
    }

    private void delete(Draft draft, @Nullable Map<String, Object> before) {
        if (before != null && isOfThisChunk(before)) {
            say(draft, id(draft, before));
            return;
        }
        if (before == null || statusOf(before) == EntryStatus.DELETED.number()) {
            draft.findings.warn("NOTHING_TO_DELETE", "There is no such entry", "/id");
            plan.skipped++;
            say(draft, null);
            return;
        }
        var id = id(draft, before);
        var content = EntryDocument.map(before.get("content"));
        var entry = documents.of(draft, id, EntryStatus.DELETED, before, content, List.of());
        plan.deleted++;
        plan.writes.add(new EntryWrite.Replace(entry, versionOf(before)));
        plan.versions.add(documents.version(entry));
        plan.touchedEntries.add(id);
        draft.urls.clear();
        free(draft, content);
        say(draft, id);
    }

    /// Addresses that the entry had and has no more are free at once (specification 3.3).
    private void free(Draft draft, Map<String, Object> before) {
        draft.knownModel().fields().values().stream()
                .filter(field -> field.type() == FieldType.URL)
                .filter(field ->
                        draft.status == EntryStatus.DELETED
                                || draft.content.containsKey(field.alias()))
                .map(field -> before.get(field.alias()))
                .filter(url -> url instanceof String && !draft.urls.containsValue(url))
                .map(url -> ContentId.url(draft.siteId, (String) url))
                .forEach(url -> {
                    plan.freedUrls.add(url);
                    plan.touchedUrls.add(url);
                });
    }

    private boolean modeAllows(Draft draft, @Nullable Map<String, Object> before) {
        if (before != null && spec.conflictMode() == ImportConflictMode.CREATE_ONLY) {
            draft.findings.warn("ENTRY_EXISTS", "The entry exists already", "/id");
            plan.skipped++;
            return false;
        }
        if (spec.conflictMode() == ImportConflictMode.UPDATE_ONLY) {
            if (before == null) {
                draft.findings.refuse("ENTRY_NOT_FOUND", "There is no such entry", "/id");
                plan.failed++;
                return false;
            }
            if (draft.givenVersion != null && !draft.givenVersion.equals(versionOf(before))) {
                draft.findings.refuse(
                        "VERSION_MISMATCH",
                        "The entry has another version by now",
                        "/system/versionId");
                plan.failed++;
                return false;
            }
        }
        return true;
    }

    private Map<String, Object> content(Draft draft, @Nullable Map<String, Object> before) {
        var content = new LinkedHashMap<String, Object>();
        if (before != null && spec.conflictMode() != ImportConflictMode.REPLACE) {
            content.putAll(EntryDocument.map(before.get("content")));
        }
        draft.content.forEach((alias, value) -> {
            if (value == null) {
                content.remove(alias);
            } else {
                content.put(alias, value);
            }
        });
        return content;
    }

    private EntryStatus status(Draft draft, @Nullable Map<String, Object> before) {
        var isGiven = EntryDocument.map(draft.item.json().get("system")).get("status") != null;
        return isGiven || before == null
                ? draft.status
                : EntryStatus.of(statusOf(before)).orElse(draft.status);
    }

    private void mentions(Draft draft) {
        require(draft, draft.labels, "LABEL_NOT_FOUND", found::has, ContentKind.LABELS);
        require(draft, draft.authors, "AUTHOR_NOT_FOUND", found::has, ContentKind.AUTHORS);
        require(draft, draft.assets, "ASSET_NOT_FOUND", found::has, ContentKind.ASSETS);
        require(
                draft,
                draft.sections,
                "SECTION_NOT_FOUND",
                (_, id) -> found.hasSection(draft.siteId, id),
                ContentKind.SECTIONS);
    }

    private static void require(
            Draft draft,
            List<Mention> mentions,
            String code,
            BiPredicate<ContentKind, String> exists,
            ContentKind kind) {
        for (var mention : mentions) {
            if (!exists.test(kind, mention.id())) {
                draft.findings.refuse(
                        code,
                        "There is no "
                                + kind.slug().replaceAll("s$", "")
                                + " "
                                + SystemRules.quoted(mention.id()),
                        mention.path());
            }
        }
    }

    /// Makes references to existing entries real.
    ///
    /// @return those to be resolved later, or null if the whole item has to wait
    private @Nullable List<Map<String, Object>> references(Draft draft) {
        var resolved = new HashMap<String, List<Object>>();
        var pending = new ArrayList<Map<String, Object>>();
        for (var reference : draft.references) {
            var field = draft.knownModel().field(reference.field()).orElseThrow();
            var target = target(draft, reference);
            if (target != null) {
                if (!mayPointTo(field.validations().models(), target.modelId())) {
                    draft.findings.draftOnly(
                            "REFERENCE_NOT_ALLOWED",
                            "The field cannot point to an entry of that model",
                            reference.path());
                }
                resolved.computeIfAbsent(reference.field(), _ -> new ArrayList<>())
                        .add(Map.of("id", target.id()));
            } else if (spec.dryRun()) {
                draft.findings.warn(
                        "REFERENCE_UNCHECKED",
                        "The target does not exist yet; a real run finds it if it is in the file",
                        reference.path());
            } else if (field.validations().isRequired() && !lastChance) {
                return null;
            } else if (field.validations().isRequired()) {
                draft.findings.refuse(
                        "REFERENCE_NOT_FOUND",
                        "There is no entry " + SystemRules.quoted(reference.target()),
                        reference.path());
            } else {
                pending.add(pending(draft, reference));
            }
        }
        draft.references.stream()
                .map(Reference::field)
                .distinct()
                .forEach(alias -> put(draft, alias, resolved.getOrDefault(alias, List.of())));
        return pending;
    }

    private static void put(Draft draft, String alias, List<Object> resolved) {
        var isList = draft.knownModel().field(alias).orElseThrow().isList();
        draft.content.put(
                alias, isList ? resolved : resolved.isEmpty() ? null : resolved.getFirst());
    }

    private static Map<String, Object> pending(Draft draft, Reference reference) {
        var pending = new LinkedHashMap<String, Object>();
        pending.put("field", reference.field());
        pending.put("position", reference.position());
        pending.put("target", reference.target());
        pending.put("path", reference.path());
        pending.put("siteId", draft.siteId);
        return pending;
    }

    private record Target(String id, String modelId) {}

    private @Nullable Target target(Draft draft, Reference reference) {
        var inChunk = last.get(draft.siteId + "/" + reference.target());
        var stored = found.target(draft.siteId, reference).orElse(null);
        if (stored != null) {
            var system = EntryDocument.map(stored.get("system"));
            return new Target(
                    String.valueOf(stored.get("_id")), String.valueOf(system.get("modelId")));
        }
        // An item that comes later in this chunk may still fail; one that came before is decided.
        return inChunk != null && plan.touchedEntries.contains(id(inChunk, null))
                ? new Target(id(inChunk, null), inChunk.knownModel().id())
                : null;
    }

    private static boolean mayPointTo(List<String> models, String modelId) {
        return models.isEmpty() || models.contains(modelId);
    }

    private void urls(Draft draft, String id) {
        draft.urls.forEach((alias, url) -> {
            var owner = found.urlOwner(draft.siteId, url);
            var claimed =
                    Objects.requireNonNullElse(
                            owner, claims.getOrDefault(draft.siteId + " " + url, id));
            if (!claimed.equals(id)) {
                draft.findings.refuse(
                        "URL_TAKEN",
                        "The address belongs to something else in this site",
                        "/content/" + SystemRules.pointer(alias));
            } else {
                claims.put(draft.siteId + " " + url, id);
            }
        });
    }

    private void unique(Draft draft, String id) {
        var modelId = draft.knownModel().id();
        UniqueValues.of(draft)
                .forEach((alias, value) -> {
                    var owners = found.valueOwners(draft.siteId, modelId, alias, value);
                    var claim = String.join("/", draft.siteId, modelId, alias, "=" + value);
                    var first = claims.putIfAbsent(claim, id);
                    if (owners.stream().anyMatch(owner -> !owner.equals(id))
                            || (first != null && !first.equals(id))) {
                        draft.findings.draftOnly(
                                "NOT_UNIQUE",
                                "Another entry has the same value",
                                "/content/" + SystemRules.pointer(alias));
                    }
                });
    }

    private void addUrl(String siteId, String url, String entry) {
        var id = ContentId.url(siteId, url);
        plan.touchedUrls.add(id);
        var document = new LinkedHashMap<String, Object>();
        document.put("_id", id);
        document.put("siteId", siteId);
        document.put("url", url);
        document.put("entityType", "ENTRY");
        document.put("entityId", entry);
        document.put("createdAt", Date.from(now));
        plan.urls.add(document);
    }

    private void addTag(String siteId, String name) {
        var key = name.toLowerCase(Locale.ROOT);
        var id = ContentId.tag(siteId, key);
        if (plan.touchedTags.add(id)) {
            var document = new LinkedHashMap<String, Object>();
            document.put("_id", id);
            document.put("siteId", siteId);
            document.put("name", name);
            document.put("key", key);
            document.put("createdAt", Date.from(now));
            plan.tags.add(document);
        }
    }

    private void say(Draft draft, @Nullable String id) {
        for (var finding : draft.findings.all()) {
            plan.lines.add(
                    new ChunkLine(
                            finding.type(),
                            finding.code(),
                            finding.message(),
                            draft.item.index(),
                            finding.type() == LogType.ERROR && draft.findings.areFatal()
                                    ? null
                                    : id,
                            draft.externalId,
                            finding.path()));
        }
    }

    private String id(Draft draft, @Nullable Map<String, Object> before) {
        return before != null
                ? String.valueOf(before.get("_id"))
                : ContentId.entry(job.id(), draft.key());
    }

    private boolean isOfThisJob(Map<String, Object> entry) {
        return job.id().value().equals(EntryDocument.map(entry.get("import")).get("job"));
    }

    private boolean isOfThisChunk(Map<String, Object> entry) {
        return isOfThisJob(entry)
                && EntryDocument.map(entry.get("import")).get("chunk") instanceof Number number
                && number.longValue() == chunk;
    }

    private static @Nullable String versionOf(Map<String, Object> entry) {
        return (String) EntryDocument.map(entry.get("system")).get("versionId");
    }

    private static long statusOf(Map<String, Object> entry) {
        return EntryDocument.map(entry.get("system")).get("status") instanceof Number number
                ? number.longValue()
                : EntryStatus.DRAFT.number();
    }
}
