package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.Job;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.EntryWrite;
import codex.jobs.stores.content.UrlRelease;
import codex.jobs.worker.handlers.entries.EntryPlanner.Done;
import codex.jobs.worker.handlers.items.ReadItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// A plan while it is being made.
final class PlannedChunk {

    private final ContentCache cache;
    private final Job job;
    private final long chunk;
    private final Instant now;

    private final Map<Done, Long> counts = new EnumMap<>(Done.class);
    private final List<ChunkLine> lines = new ArrayList<>();
    private final List<ReadItem.Whole> waiting = new ArrayList<>();
    private final List<Long> unapplied = new ArrayList<>();
    private final Map<Long, String> entryIds = new HashMap<>();
    private final Set<Long> wantedPublic = new HashSet<>();
    private boolean hasGenerated;

    private final Set<String> touchedUrls = new LinkedHashSet<>();
    private final List<UrlRelease> releases = new ArrayList<>();
    private final List<Map<String, Object>> urls = new ArrayList<>();
    private final Map<String, Map<String, String>> tagNames = new TreeMap<>();

    PlannedChunk(ContentCache cache, Job job, long chunk, Instant now) {
        this.cache = cache;
        this.job = job;
        this.chunk = chunk;
        this.now = now;
    }

    long chunk() {
        return chunk;
    }

    Instant now() {
        return now;
    }

    void about(ItemHead head, EntryState state) {
        entryIds.put(head.index(), state.id());
    }

    void wantedPublic(ItemHead head, boolean wanted) {
        if (wanted) {
            wantedPublic.add(head.index());
        }
    }

    void waits(ReadItem.Whole item) {
        waiting.add(item);
        unapplied.add(item.index());
    }

    void done(ItemHead head, Done done) {
        counts.merge(done, 1L, Long::sum);
        if (done == Done.FAILED || done == Done.SKIPPED) {
            unapplied.add(head.index());
        }
        hasGenerated |= head.hasGenerated();
        var id = done == Done.FAILED ? null : entryIds.get(head.index());
        lines.addAll(
                head.findings()
                        .lines(head.index(), id, head.key(), wantedPublic.contains(head.index())));
    }

    String version(ItemHead head, String entryId) {
        return ContentId.version(job.id(), entryId, Long.toString(head.index()));
    }

    Map<String, Object> stamp(ItemHead head, Map<String, List<String>> pending) {
        var stamp = new LinkedHashMap<String, Object>();
        stamp.put("job", job.id().value());
        stamp.put("chunk", chunk);
        stamp.put("item", head.index());
        if (!pending.isEmpty()) {
            stamp.put("pending", PendingReferences.marks(pending));
        }
        return stamp;
    }

    /// The entry as its readers no longer see it.
    Map<String, Object> deleted(ItemHead head, String id, Map<String, Object> before) {
        var system = new LinkedHashMap<>(EntryState.system(before));
        system.put("status", EntryStatus.DELETED.number());
        system.put("versionId", version(head, id));
        system.put("updatedAt", now);
        system.put("updatedBy", job.createdBy().id());
        var entry = new LinkedHashMap<>(before);
        entry.put("system", system);
        entry.put("import", stamp(head, Map.of()));
        return entry;
    }

    ChunkPlan finished(ChunkContent content) {
        var entries = new ArrayList<EntryWrite>();
        var versions = new ArrayList<Map<String, Object>>();
        var ids = new ArrayList<String>();
        var pending = new ArrayList<String>();
        for (var state : content.states()) {
            if (!state.isChanged()) {
                continue;
            }
            var entry = Objects.requireNonNull(state.entry());
            entries.add(
                    state.stored() == null
                            ? new EntryWrite.Create(entry)
                            : new EntryWrite.Replace(entry, state.storedVersion().orElse(null)));
            versions.add(version(state.id(), entry));
            ids.add(state.id());
            if (EntryState.stamp(entry).containsKey("pending")) {
                pending.add(state.id());
            }
            var model = cache.model(String.valueOf(EntryState.system(entry).get("modelId")));
            model.ifPresent(found -> {
                addUrls(state, entry, found);
                addTags(entry, found);
            });
        }
        var tags = missingTags();
        return new ChunkPlan(
                counts(),
                lines,
                waiting,
                tags,
                releases,
                urls,
                versions,
                entries,
                new Touched(
                        ids,
                        List.copyOf(touchedUrls),
                        tags.stream().map(tag -> String.valueOf(tag.get("_id"))).toList(),
                        pending),
                unapplied,
                hasGenerated);
    }

    private Counts counts() {
        return new Counts(
                count(Done.CREATED),
                count(Done.UPDATED),
                count(Done.DELETED),
                count(Done.SKIPPED),
                count(Done.FAILED),
                lines.size(),
                count(LogType.WARNING),
                count(LogType.ERROR));
    }

    private long count(Done done) {
        return counts.getOrDefault(done, 0L);
    }

    private long count(LogType type) {
        return lines.stream().filter(line -> line.type() == type).count();
    }

    private Map<String, Object> version(String id, Map<String, Object> entry) {
        var snapshot = new LinkedHashMap<String, Object>();
        for (var part : List.of("system", "content", "attrs", "references")) {
            snapshot.put(part, entry.getOrDefault(part, Map.of()));
        }
        var system = EntryState.system(entry);
        var version = new LinkedHashMap<String, Object>();
        version.put("_id", String.valueOf(system.get("versionId")));
        version.put("entryId", id);
        version.put("siteId", String.valueOf(system.get("siteId")));
        version.put("modelId", String.valueOf(system.get("modelId")));
        version.put("job", job.id().value());
        version.put("createdAt", now);
        version.put("createdBy", job.createdBy().id());
        version.put("entry", snapshot);
        return version;
    }

    private void addUrls(EntryState state, Map<String, Object> entry, ContentModel model) {
        var before = ChunkContent.urls(state.stored(), model);
        var after = ChunkContent.urls(entry, model);
        for (var url : before) {
            if (!after.contains(url)) {
                touchedUrls.add(ContentId.url(site(url), path(url)));
                releases.add(new UrlRelease(site(url), path(url), state.id()));
            }
        }
        for (var url : after) {
            if (!before.contains(url)) {
                touchedUrls.add(ContentId.url(site(url), path(url)));
                urls.add(url(site(url), path(url), state.id()));
            }
        }
    }

    private static String site(String url) {
        return url.substring(0, url.indexOf('\n'));
    }

    private static String path(String url) {
        return url.substring(url.indexOf('\n') + 1);
    }

    private Map<String, Object> url(String siteId, String path, String entryId) {
        var url = new LinkedHashMap<String, Object>();
        url.put("_id", ContentId.url(siteId, path));
        url.put("siteId", siteId);
        url.put("url", path);
        url.put("entityType", "ENTRY");
        url.put("entityId", entryId);
        url.put("createdAt", now);
        return url;
    }

    private void addTags(Map<String, Object> entry, ContentModel model) {
        if (EntryState.isDeleted(entry)) {
            return;
        }
        var siteId = String.valueOf(EntryState.system(entry).get("siteId"));
        for (var field : model.fields().values()) {
            if (field.type() == FieldType.TAG) {
                for (var name : EntryRules.each(EntryState.content(entry).get(field.alias()))) {
                    tagNames.computeIfAbsent(siteId, _ -> new LinkedHashMap<>())
                            .putIfAbsent(tagKey(String.valueOf(name)), String.valueOf(name));
                }
            }
        }
    }

    static String tagKey(String name) {
        return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private List<Map<String, Object>> missingTags() {
        var tags = new ArrayList<Map<String, Object>>();
        tagNames.forEach((siteId, names) -> {
            cache.loadTags(siteId, names.keySet());
            names.forEach((key, name) -> {
                if (cache.id(ContentKind.TAGS, siteId, key).isEmpty()) {
                    var tag = new LinkedHashMap<String, Object>();
                    tag.put("_id", ContentId.tag(siteId, key));
                    tag.put("siteId", siteId);
                    tag.put("name", name);
                    tag.put("key", key);
                    tag.put("createdAt", now);
                    tags.add(tag);
                }
            });
        });
        return tags;
    }
}
