package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// What an import asks for again and again: models, sites, sections and the like. It lives as long
/// as one attempt, during which the environment is locked against other jobs. For one thread.
final class ContentCache {

    private static final int MOST_NAMES = 20_000;
    private static final int MOST_MODELS = 500;

    private final ContentReader reader;
    private final Scope scope;
    private final Consumer<String> uniqueFields;
    private final Lru<Boolean> sites = new Lru<>(MOST_NAMES);
    private final Lru<Optional<ContentModel>> models = new Lru<>(MOST_MODELS);
    private final Lru<String> found = new Lru<>(MOST_NAMES);

    /// @param uniqueFields makes sure that the values of a field of entries can be looked up
    ContentCache(ContentReader reader, Scope scope, Consumer<String> uniqueFields) {
        this.reader = reader;
        this.scope = scope;
        this.uniqueFields = uniqueFields;
    }

    /// To be called before the values of a field are looked up.
    void prepareUnique(String alias) {
        uniqueFields.accept(alias);
    }

    ContentReader reader() {
        return reader;
    }

    Scope scope() {
        return scope;
    }

    boolean siteExists(String id) {
        return sites.computeIfAbsent(id, _ -> reader.siteExists(scope, id));
    }

    Optional<ContentModel> model(String name) {
        return models.computeIfAbsent(name, _ -> reader.modelByIdOrAlias(scope, name));
    }

    /// Makes [#id] answer for these ids, for labels and authors.
    void load(ContentKind kind, Collection<String> ids) {
        for (var id : reader.existing(scope, kind, unknown(kind, "", ids))) {
            remember(kind, "", id, id);
        }
    }

    void loadSections(String siteId, Collection<String> ids) {
        var unknown = unknown(ContentKind.SECTIONS, siteId, ids);
        for (var section :
                reader.ofSite(scope, ContentKind.SECTIONS, siteId, "_id", unknown, "_id")) {
            var id = String.valueOf(section.get("_id"));
            remember(ContentKind.SECTIONS, siteId, id, id);
        }
    }

    /// Assets are known by their ids and by their external ids.
    void loadAssets(Collection<String> names) {
        var unknown = unknown(ContentKind.ASSETS, "", names);
        for (var asset : reader.byIds(scope, ContentKind.ASSETS, unknown, "_id")) {
            var id = String.valueOf(asset.get("_id"));
            remember(ContentKind.ASSETS, "", id, id);
        }
        unknown = unknown(ContentKind.ASSETS, "", unknown);
        for (var asset :
                reader.byField(
                        scope, ContentKind.ASSETS, "externalId", unknown, "_id", "externalId")) {
            remember(
                    ContentKind.ASSETS,
                    "",
                    String.valueOf(asset.get("externalId")),
                    String.valueOf(asset.get("_id")));
        }
    }

    /// Tags by the key of their name.
    void loadTags(String siteId, Collection<String> keys) {
        var unknown = unknown(ContentKind.TAGS, siteId, keys);
        for (var tag :
                reader.ofSite(scope, ContentKind.TAGS, siteId, "key", unknown, "_id", "key")) {
            var key = String.valueOf(tag.get("key"));
            remember(ContentKind.TAGS, siteId, key, String.valueOf(tag.get("_id")));
        }
    }

    /// The id of what is named so, if it was loaded and exists.
    Optional<String> id(ContentKind kind, String siteId, String name) {
        return Optional.ofNullable(found.get(key(kind, siteId, name)));
    }

    private Collection<String> unknown(ContentKind kind, String siteId, Collection<String> names) {
        var unknown = new ArrayList<String>();
        for (var name : names) {
            if (!found.containsKey(key(kind, siteId, name))) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    private void remember(ContentKind kind, String siteId, String name, String id) {
        found.put(key(kind, siteId, name), id);
    }

    private static String key(ContentKind kind, String siteId, String name) {
        return kind.slug() + "\n" + siteId + "\n" + name;
    }
}
