package codex.jobs.stores.content;

import static com.mongodb.client.model.Indexes.ascending;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The indexes of a generation's collections, in one list. They are created when a generation is
/// first written to by this process; what exists stays as it is.
public final class ContentIndexes {

    private static final IndexOptions UNIQUE = new IndexOptions().unique(true);
    private static final Map<ContentKind, List<IndexModel>> ALL = all();

    /// Imports are spared them until the first delete.
    private static final List<IndexModel> FOR_DELETES =
            List.of(
                    new IndexModel(ascending("references"), new IndexOptions().sparse(true)),
                    new IndexModel(
                            ascending("purgeAt"),
                            new IndexOptions().sparse(true).expireAfter(0L, TimeUnit.SECONDS)));

    private final ContentDatabases databases;
    private final Set<Scope> ready = ConcurrentHashMap.newKeySet();
    private final Set<String> fields = ConcurrentHashMap.newKeySet();

    ContentIndexes(ContentDatabases databases) {
        this.databases = databases;
    }

    private static Map<ContentKind, List<IndexModel>> all() {
        var indexes = new EnumMap<ContentKind, List<IndexModel>>(ContentKind.class);
        indexes.put(
                ContentKind.ENTRIES,
                List.of(
                        new IndexModel(ascending("system.siteId", "system.externalId"), UNIQUE),
                        new IndexModel(ascending("system.modelId", "_id"))));
        indexes.put(
                ContentKind.ENTRY_VERSIONS,
                List.of(new IndexModel(ascending("entryId", "createdAt"))));
        indexes.put(
                ContentKind.URLS,
                List.of(
                        new IndexModel(ascending("siteId", "url"), UNIQUE),
                        new IndexModel(ascending("entityId"))));
        // sparse: a site without an alias is found by its id only
        indexes.put(
                ContentKind.SITES,
                List.of(
                        new IndexModel(
                                ascending("alias"), new IndexOptions().unique(true).sparse(true))));
        indexes.put(ContentKind.TAGS, List.of(new IndexModel(ascending("siteId", "key"), UNIQUE)));
        indexes.put(ContentKind.SECTIONS, List.of(new IndexModel(ascending("siteId"))));
        indexes.put(ContentKind.LISTS, List.of(new IndexModel(ascending("siteId"))));
        indexes.put(ContentKind.VIEWS, List.of(new IndexModel(ascending("siteId"))));
        indexes.put(ContentKind.SETTINGS, List.of(new IndexModel(ascending("siteId"))));
        indexes.put(
                ContentKind.TRASH,
                List.of(
                        new IndexModel(
                                ascending("expiresAt"),
                                new IndexOptions().expireAfter(0L, TimeUnit.SECONDS)),
                        new IndexModel(
                                ascending(AssetReferences.IN_TRASH),
                                new IndexOptions().sparse(true))));
        indexes.put(
                ContentKind.ASSETS,
                List.of(
                        new IndexModel(
                                ascending("externalId"),
                                new IndexOptions().unique(true).sparse(true)),
                        new IndexModel(
                                ascending(AssetReferences.IN_ASSETS),
                                new IndexOptions().sparse(true))));
        indexes.put(ContentKind.MODELS, List.of(new IndexModel(ascending("alias"), UNIQUE)));
        return indexes;
    }

    void create(Scope scope) {
        if (ready.contains(scope)) {
            return;
        }
        ALL.keySet().forEach(kind -> create(scope, kind));
        ready.add(scope);
    }

    /// Creates those of one kind.
    void create(Scope scope, ContentKind kind) {
        var indexes = ALL.getOrDefault(kind, List.of());
        if (!indexes.isEmpty()) {
            databases
                    .of(scope.organization())
                    .execute(
                            ContentDatabases.collection(scope, kind),
                            collection -> collection.createIndexes(indexes));
        }
    }

    /// The scope is gone; if it comes back, its indexes are created again.
    void forget(Scope scope) {
        ready.remove(scope);
    }

    /// For finding who refers to an entry, and for the end of deleted entries.
    void createForDeletes(Scope scope) {
        var name = ContentDatabases.collection(scope, ContentKind.ENTRIES);
        databases
                .of(scope.organization())
                .execute(name, collection -> collection.createIndexes(FOR_DELETES));
    }

    /// For looking up the values of a field that must be unique.
    void createForField(Scope scope, String alias) {
        var name = ContentDatabases.collection(scope, ContentKind.ENTRIES);
        if (fields.contains(scope.organization() + "/" + name + "/" + alias)) {
            return;
        }
        databases
                .of(scope.organization())
                .execute(name, collection -> collection.createIndex(ascending("content." + alias)));
        fields.add(scope.organization() + "/" + name + "/" + alias);
    }
}
