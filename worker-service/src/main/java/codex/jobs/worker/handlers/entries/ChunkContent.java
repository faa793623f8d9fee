package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.JobId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that one chunk needs to know of the environment, read with one query per kind, and what the
/// chunk's own items have changed since.
final class ChunkContent implements Surroundings {

    private final ContentCache cache;
    private final JobId job;
    private final long chunk;

    /// Entries that an earlier attempt at this chunk has written, as soon as their turn comes.
    private final Set<String> visited = new HashSet<>();

    private final Map<String, EntryState> byKey = new HashMap<>();
    private final Map<String, EntryState> byId = new LinkedHashMap<>();
    private final Map<String, Target> targets = new HashMap<>();
    private final Map<String, String> urlOwners = new HashMap<>();
    private final Map<String, Set<String>> usedBy = new HashMap<>();

    private ChunkContent(ContentCache cache, JobId job, long chunk) {
        this.cache = cache;
        this.job = job;
        this.chunk = chunk;
    }

    static ChunkContent load(ContentCache cache, JobId job, long chunk, List<ItemHead> heads) {
        var content = new ChunkContent(cache, job, chunk);
        content.loadEntries(heads);
        content.loadNeeds(heads);
        return content;
    }

    Iterable<EntryState> states() {
        return byId.values();
    }

    /// The entry that an item is about, which need not exist.
    EntryState state(ItemHead head) {
        var siteId = Objects.requireNonNull(head.siteId());
        var known = byKey.get(siteId + "\n" + head.key());
        if (head.key() != null && known != null) {
            return known;
        }
        var id = newId(head, siteId);
        var state = byId.computeIfAbsent(id, _ -> new EntryState(id, null));
        if (head.key() != null) {
            byKey.put(siteId + "\n" + head.key(), state);
        }
        return state;
    }

    /// The model of an item: the one it names, else that of the entry it is about.
    Optional<ContentModel> model(ItemHead head, EntryState state) {
        var name = head.model();
        if (name == null && state.exists()) {
            name = String.valueOf(system(state).get("modelId"));
        }
        return name == null ? Optional.empty() : cache.model(name);
    }

    boolean siteExists(String siteId) {
        return cache.siteExists(siteId);
    }

    private String newId(ItemHead head, String siteId) {
        return ContentId.entry(
                job, head.key() == null ? "#" + head.index() : siteId + "/" + head.key());
    }

    private void loadEntries(List<ItemHead> heads) {
        var keys = new TreeMap<String, Set<String>>();
        var ids = new HashSet<String>();
        for (var head : heads) {
            var siteId = head.siteId();
            if (siteId == null || head.findings().isFatal() || !cache.siteExists(siteId)) {
                continue;
            }
            if (head.key() == null) {
                ids.add(newId(head, siteId));
            } else {
                keys.computeIfAbsent(siteId, _ -> new HashSet<>()).add(head.key());
            }
        }
        keys.forEach((siteId, names) -> {
            for (var entry :
                    cache.reader()
                            .ofSite(
                                    cache.scope(),
                                    ContentKind.ENTRIES,
                                    siteId,
                                    "system.externalId",
                                    names)) {
                var state = add(entry);
                byKey.put(siteId + "\n" + EntryState.system(entry).get("externalId"), state);
            }
            for (var name : names) {
                if (name.startsWith("ce") && !byKey.containsKey(siteId + "\n" + name)) {
                    ids.add(name);
                }
            }
        });
        for (var entry : cache.reader().byIds(cache.scope(), ContentKind.ENTRIES, ids)) {
            var state = add(entry);
            byKey.put(EntryState.system(entry).get("siteId") + "\n" + state.id(), state);
        }
    }

    private EntryState add(Map<String, Object> entry) {
        var id = String.valueOf(entry.get("_id"));
        return byId.computeIfAbsent(id, _ -> new EntryState(id, entry));
    }

    private void loadNeeds(List<ItemHead> heads) {
        var needs = new ChunkNeeds();
        for (var head : heads) {
            var siteId = head.siteId();
            if (siteId != null && !head.findings().isFatal() && cache.siteExists(siteId)) {
                model(head, state(head)).ifPresent(model -> needs.add(head, siteId, model));
            }
        }
        cache.load(ContentKind.LABELS, needs.labels);
        cache.load(ContentKind.AUTHORS, needs.authors);
        cache.loadAssets(needs.assets);
        needs.sections.forEach(cache::loadSections);
        needs.references.forEach(this::loadTargets);
        needs.urls.forEach((siteId, urls) -> {
            for (var url :
                    cache.reader().ofSite(cache.scope(), ContentKind.URLS, siteId, "url", urls)) {
                urlOwners.put(siteId + "\n" + url.get("url"), String.valueOf(url.get("entityId")));
            }
        });
        needs.unique.forEach(this::loadUsed);
    }

    private void loadTargets(String siteId, Set<String> names) {
        var wanted = new HashSet<>(names);
        wanted.removeIf(name -> {
            var state = byKey.get(siteId + "\n" + name);
            return state != null && state.exists();
        });
        TargetLookup.find(cache, siteId, wanted)
                .forEach((name, target) -> targets.put(siteId + "\n" + name, target));
    }

    private static Optional<Target> target(@Nullable Map<String, Object> entry) {
        return entry == null || EntryState.isDeleted(entry)
                ? Optional.empty()
                : Optional.of(targetOf(entry));
    }

    private static Target targetOf(Map<String, Object> entry) {
        return new Target(
                String.valueOf(entry.get("_id")),
                String.valueOf(EntryState.system(entry).get("modelId")));
    }

    private void loadUsed(String alias, Set<Object> values) {
        cache.prepareUnique(alias);
        var path = "content." + alias;
        for (var entry :
                cache.reader()
                        .byField(
                                cache.scope(),
                                ContentKind.ENTRIES,
                                path,
                                values,
                                "_id",
                                "system.siteId",
                                "system.modelId",
                                "system.status",
                                path)) {
            var id = String.valueOf(entry.get("_id"));
            var own = byId.get(id);
            if (!EntryState.isDeleted(entry) && (own == null || !isDone(own))) {
                use(entry, alias, EntryState.content(entry).get(alias));
            }
        }
    }

    private void use(Map<String, Object> entry, String alias, @Nullable Object value) {
        if (value != null) {
            var system = EntryState.system(entry);
            usedBy.computeIfAbsent(
                            system.get("siteId")
                                    + "\n"
                                    + system.get("modelId")
                                    + "\n"
                                    + alias
                                    + "\n"
                                    + value,
                            _ -> new HashSet<>())
                    .add(String.valueOf(entry.get("_id")));
        }
    }

    private boolean isDone(EntryState state) {
        return state.isDone(job.value(), chunk);
    }

    /// The turn of an entry has come that an earlier attempt has written: from now on the items see
    /// it as it is.
    void visited(EntryState state) {
        visited.add(state.id());
        var entry = Objects.requireNonNull(state.entry());
        if (!EntryState.isDeleted(entry)) {
            cache.model(String.valueOf(EntryState.system(entry).get("modelId")))
                    .ifPresent(model -> useAll(entry, model));
        }
    }

    private void useAll(Map<String, Object> entry, ContentModel model) {
        for (var field : model.fields().values()) {
            if (field.validations().isUnique()) {
                use(entry, field.alias(), EntryState.content(entry).get(field.alias()));
            }
        }
    }

    /// Takes in what an item made of an entry, so that the items after it see it.
    void become(EntryState state, Map<String, Object> entry, ContentModel model) {
        if (state.entry() != null) {
            urls(state.entry(), model).forEach(url -> urlOwners.remove(url, state.id()));
        }
        state.become(entry);
        if (state.exists()) {
            urls(entry, model).forEach(url -> urlOwners.put(url, state.id()));
            useAll(entry, model);
        }
    }

    /// The addresses of an entry that is not deleted, each behind its site and a line break.
    static Set<String> urls(@Nullable Map<String, Object> entry, ContentModel model) {
        var urls = new HashSet<String>();
        if (entry != null && !EntryState.isDeleted(entry)) {
            var siteId = EntryState.system(entry).get("siteId");
            for (var field : model.fields().values()) {
                if (field.type() == FieldType.URL
                        && EntryState.content(entry).get(field.alias()) instanceof String url) {
                    urls.add(siteId + "\n" + url);
                }
            }
        }
        return urls;
    }

    private static Map<String, Object> system(EntryState state) {
        return state.entry() == null ? Map.of() : EntryState.system(state.entry());
    }

    @Override
    public boolean sectionExists(String siteId, String id) {
        return cache.id(ContentKind.SECTIONS, siteId, id).isPresent();
    }

    @Override
    public boolean labelExists(String id) {
        return cache.id(ContentKind.LABELS, "", id).isPresent();
    }

    @Override
    public boolean authorExists(String id) {
        return cache.id(ContentKind.AUTHORS, "", id).isPresent();
    }

    @Override
    public Optional<String> assetId(String name) {
        return cache.id(ContentKind.ASSETS, "", name);
    }

    @Override
    public Optional<Target> target(String siteId, String name) {
        var state = byKey.get(siteId + "\n" + name);
        if (state == null) {
            state = byId.get(name);
        }
        if (state != null && isDone(state) && !visited.contains(state.id())) {
            // Deleted by an item that has its turn later, it was still there.
            return Optional.of(targetOf(Objects.requireNonNull(state.entry())));
        }
        return state != null && state.exists()
                ? target(state.entry())
                : Optional.ofNullable(targets.get(siteId + "\n" + name));
    }

    @Override
    public boolean isUsed(
            String siteId, String modelId, String alias, Object value, String entryId) {
        return usedBy
                .getOrDefault(siteId + "\n" + modelId + "\n" + alias + "\n" + value, Set.of())
                .stream()
                .anyMatch(id -> !id.equals(entryId));
    }

    @Override
    public Optional<String> urlOwner(String siteId, String url, String entryId) {
        return Optional.ofNullable(urlOwners.get(siteId + "\n" + url))
                .filter(owner -> !owner.equals(entryId));
    }
}
