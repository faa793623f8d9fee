package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.worker.handlers.entries.Draft.Mention;
import codex.jobs.worker.handlers.entries.Draft.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything stored that the items of one chunk name, looked up with one query for each kind and
/// site.
final class Surroundings {

    private final ContentReader reader;
    private final Scope scope;

    private final Map<String, Map<String, Object>> entriesByKey = new HashMap<>();
    private final Map<String, Map<String, Object>> entriesById = new HashMap<>();
    private final Map<String, Map<String, Object>> targets = new HashMap<>();
    private final Map<String, String> urlOwners = new HashMap<>();
    private final Set<String> sections = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, Set<String>> valueOwners = new HashMap<>();

    private Surroundings(ContentReader reader, Scope scope) {
        this.reader = reader;
        this.scope = scope;
    }

    static Surroundings of(ContentReader reader, Scope scope, List<Draft> drafts) {
        var found = new Surroundings(reader, scope);
        drafts.stream()
                .filter(draft -> !draft.siteId.isEmpty())
                .collect(Collectors.groupingBy(draft -> draft.siteId))
                .forEach(found::lookUp);
        found.known(ContentKind.LABELS, ids(drafts, draft -> draft.labels));
        found.known(ContentKind.AUTHORS, ids(drafts, draft -> draft.authors));
        found.assets(ids(drafts, draft -> draft.assets));
        return found;
    }

    /// The stored entry that the item addresses.
    Optional<Map<String, Object>> entry(Draft draft) {
        if (draft.externalId == null) {
            return Optional.empty();
        }
        var byId = entriesById.get(draft.externalId);
        return Optional.ofNullable(
                byId != null && siteOf(byId).equals(draft.siteId)
                        ? byId
                        : entriesByKey.get(draft.key()));
    }

    /// The stored entry that a reference points to.
    Optional<Map<String, Object>> target(String siteId, Reference reference) {
        return Optional.ofNullable(targets.get(siteId + "/" + reference.target()));
    }

    @Nullable String urlOwner(String siteId, String url) {
        return urlOwners.get(siteId + " " + url);
    }

    boolean hasSection(String siteId, String id) {
        return sections.contains(siteId + "/" + id);
    }

    boolean has(ContentKind kind, String id) {
        return known.contains(kind + "/" + id);
    }

    /// The entries that have this value in a field that must be unique.
    Set<String> valueOwners(String siteId, String modelId, String alias, Object value) {
        return valueOwners.getOrDefault(
                String.join("/", siteId, modelId, alias, value.toString()), Set.of());
    }

    private void lookUp(String siteId, List<Draft> drafts) {
        var externalIds = new HashSet<String>();
        drafts.forEach(draft -> Optional.ofNullable(draft.externalId).ifPresent(externalIds::add));
        for (var entry :
                reader.ofSite(
                        scope, ContentKind.ENTRIES, siteId, "system.externalId", externalIds)) {
            entriesByKey.put(siteId + "/" + externalIdOf(entry), entry);
        }
        var asIds = externalIds.stream().filter(ContentId::isEntry).toList();
        reader.byIds(scope, ContentKind.ENTRIES, asIds)
                .forEach(entry -> entriesById.put(String.valueOf(entry.get("_id")), entry));
        targets(siteId, drafts);
        urls(siteId, drafts);
        sectionsOf(siteId, ids(drafts, draft -> draft.sections));
        uniqueValues(siteId, drafts);
    }

    private void targets(String siteId, List<Draft> drafts) {
        var wanted =
                drafts.stream()
                        .flatMap(draft -> draft.references.stream())
                        .map(Reference::target)
                        .collect(Collectors.toSet());
        targets.putAll(targets(reader, scope, siteId, wanted));
    }

    /// Entries by the names under which items refer to them, as `site/name`.
    static Map<String, Map<String, Object>> targets(
            ContentReader reader, Scope scope, String siteId, Set<String> names) {
        var found = new HashMap<String, Map<String, Object>>();
        String[] fields = {"_id", "system.siteId", "system.externalId", "system.modelId"};
        reader.ofSite(scope, ContentKind.ENTRIES, siteId, "system.externalId", names, fields)
                .forEach(entry -> found.put(siteId + "/" + externalIdOf(entry), entry));
        var asIds = names.stream().filter(ContentId::isEntry).toList();
        reader.byIds(scope, ContentKind.ENTRIES, asIds, fields)
                .forEach(entry -> found.put(siteId + "/" + entry.get("_id"), entry));
        return found;
    }

    private void urls(String siteId, List<Draft> drafts) {
        var urls =
                drafts.stream()
                        .flatMap(draft -> draft.urls.values().stream())
                        .collect(Collectors.toSet());
        reader.ofSite(scope, ContentKind.URLS, siteId, "url", urls)
                .forEach(url ->
                        urlOwners.put(
                                siteId + " " + url.get("url"),
                                String.valueOf(url.get("entityId"))));
    }

    private void sectionsOf(String siteId, Set<String> ids) {
        reader.ofSite(scope, ContentKind.SECTIONS, siteId, "_id", ids, "_id")
                .forEach(section -> sections.add(siteId + "/" + section.get("_id")));
    }

    private void uniqueValues(String siteId, List<Draft> drafts) {
        var wanted = new HashMap<String, Set<Object>>();
        drafts.forEach(draft ->
                UniqueValues.of(draft)
                        .forEach((alias, value) ->
                                wanted.computeIfAbsent(alias, _ -> new HashSet<>()).add(value)));
        wanted.forEach((alias, values) -> {
            var field = "content." + alias;
            reader
                    .byField(
                            scope,
                            ContentKind.ENTRIES,
                            field,
                            values,
                            "_id",
                            "system.siteId",
                            "system.modelId",
                            field)
                    .stream()
                    .filter(entry -> siteOf(entry).equals(siteId))
                    .forEach(entry -> owns(siteId, alias, entry));
        });
    }

    private void owns(String siteId, String alias, Map<String, Object> entry) {
        var modelId = String.valueOf(EntryDocument.map(entry.get("system")).get("modelId"));
        var value = EntryDocument.map(entry.get("content")).get(alias);
        valueOwners
                .computeIfAbsent(
                        String.join("/", siteId, modelId, alias, String.valueOf(value)),
                        _ -> new HashSet<>())
                .add(String.valueOf(entry.get("_id")));
    }

    private void known(ContentKind kind, Set<String> ids) {
        reader.existing(scope, kind, ids).forEach(id -> known.add(kind + "/" + id));
    }

    private void assets(Set<String> ids) {
        known(ContentKind.ASSETS, ids);
        reader.byField(scope, ContentKind.ASSETS, "externalId", ids, "externalId")
                .forEach(asset -> known.add(ContentKind.ASSETS + "/" + asset.get("externalId")));
    }

    private static Set<String> ids(
            Collection<Draft> drafts, Function<Draft, List<Mention>> mentions) {
        return new ArrayList<>(drafts)
                .stream()
                        .flatMap(draft -> mentions.apply(draft).stream())
                        .map(Mention::id)
                        .collect(Collectors.toSet());
    }

    private static String siteOf(Map<String, Object> entry) {
        return String.valueOf(EntryDocument.map(entry.get("system")).get("siteId"));
    }

    private static String externalIdOf(Map<String, Object> entry) {
        return String.valueOf(EntryDocument.map(entry.get("system")).get("externalId"));
    }
}
