package codex.jobs.stores.content;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.mongo.Driver;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/// Writes content, in bulk. Every write is safe to do again: what exists already is not created
/// twice, and what somebody else has changed is not overwritten.
public final class ContentWriter {

    private static final String FIELDS = "fields";
    private static final String DELETED_FIELDS = "deletedFields";
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final ContentDatabases databases;
    private final ContentIndexes indexes;

    ContentWriter(ContentDatabases databases, ContentIndexes indexes) {
        this.databases = databases;
        this.indexes = indexes;
    }

    /// Makes sure that a generation has its indexes; cheap from the second time on.
    public void prepare(Scope scope) {
        indexes.create(scope);
    }

    /// The same for one kind alone, each time anew: for drafts, which rarely have more.
    public void prepare(Scope scope, ContentKind kind) {
        indexes.create(scope, kind);
    }

    /// Makes sure that values of this field of entries can be looked up.
    public void prepareUnique(Scope scope, String fieldAlias) {
        indexes.createForField(scope, fieldAlias);
    }

    /// Makes sure that entries can be found by what they refer to, and end when they must.
    public void prepareDeletes(Scope scope) {
        indexes.createForDeletes(scope);
    }

    /// Removes the documents with these ids.
    public void remove(Scope scope, ContentKind kind, Collection<String> ids) {
        if (!ids.isEmpty()) {
            databases
                    .of(scope.organization())
                    .execute(
                            ContentDatabases.collection(scope, kind),
                            collection -> collection.deleteMany(in("_id", ids)));
        }
    }

    /// Moves a field of a model to its deleted fields, in one update: from then on nobody sees it.
    /// Does nothing if it is there already.
    ///
    /// @param change what the model is set to besides, such as its version
    /// @return whether it is there now; else the model was changed meanwhile, or has no such field
    public boolean hideField(
            Scope scope, String modelId, String alias, Map<String, Object> change) {
        return moveField(scope, modelId, alias, FIELDS, DELETED_FIELDS, change);
    }

    /// Moves a field of a model back from its deleted fields, in one update. Does nothing if the
    /// model has it already.
    ///
    /// @return whether the model has it now; else the model was changed meanwhile, or has neither
    public boolean showField(
            Scope scope, String modelId, String alias, Map<String, Object> change) {
        return moveField(scope, modelId, alias, DELETED_FIELDS, FIELDS, change);
    }

    private boolean moveField(
            Scope scope,
            String modelId,
            String alias,
            String from,
            String to,
            Map<String, Object> change) {
        return Driver.call(
                databases.of(scope.organization()),
                ContentDatabases.collection(scope, ContentKind.MODELS),
                models -> {
                    var model = models.find(eq("_id", modelId)).first();
                    if (model == null) {
                        return false;
                    }
                    var left = new ArrayList<>(model.getList(from, Document.class, List.of()));
                    var there = new ArrayList<>(model.getList(to, Document.class, List.of()));
                    var moved = left.stream().filter(field -> isNamed(field, alias)).toList();
                    if (moved.isEmpty()) {
                        return there.stream().anyMatch(field -> isNamed(field, alias));
                    }
                    left.removeAll(moved);
                    there.add(moved.getLast());
                    var next = new Document(change).append(from, left).append(to, there);
                    var unchanged = and(eq("_id", modelId), eq(FIELDS, model.get(FIELDS)));
                    return models.updateOne(unchanged, new Document("$set", next)).getMatchedCount()
                            == 1;
                });
    }

    private static boolean isNamed(Document field, String alias) {
        return alias.equals(field.get("alias"));
    }

    /// Creates those that do not exist yet.
    ///
    /// @return how many were refused because their id or another unique key exists
    public int insertMissing(
            Scope scope, ContentKind kind, Collection<? extends Map<String, Object>> documents) {
        if (documents.isEmpty()) {
            return 0;
        }
        return Driver.call(
                databases.of(scope.organization()),
                ContentDatabases.collection(scope, kind),
                collection -> {
                    try {
                        collection.insertMany(
                                documents.stream().map(ContentWriter::document).toList(),
                                new InsertManyOptions().ordered(false));
                        return 0;
                    } catch (MongoBulkWriteException e) {
                        return duplicates(e);
                    }
                });
    }

    /// Creates and replaces entries. A replacement takes place only if the entry still has the
    /// version it was made from.
    ///
    /// @return how many did not take place: they exist, or have changed
    public int writeEntries(Scope scope, List<EntryWrite> writes) {
        if (writes.isEmpty()) {
            return 0;
        }
        var models = new ArrayList<WriteModel<Document>>(writes.size());
        writes.forEach(write -> models.add(model(write)));
        var conditional =
                (int) writes.stream().filter(EntryWrite.Replace.class::isInstance).count();
        return write(scope, ContentKind.ENTRIES, models, conditional);
    }

    /// Creates and replaces assets. A replacement takes place only if the asset still has the time
    /// and the stamp that it was read with.
    ///
    /// @return how many did not take place: they exist, or have changed
    public int writeAssets(Scope scope, List<AssetWrite> writes) {
        if (writes.isEmpty()) {
            return 0;
        }
        var models = new ArrayList<WriteModel<Document>>(writes.size());
        writes.forEach(write -> models.add(model(write)));
        var conditional = (int) writes.stream().filter(write -> write.before() != null).count();
        return write(scope, ContentKind.ASSETS, models, conditional);
    }

    private static WriteModel<Document> model(AssetWrite write) {
        var before = write.before();
        var asset = document(write.asset());
        return before == null
                ? new InsertOneModel<>(asset)
                : new ReplaceOneModel<>(
                        and(
                                eq("_id", before.get("_id")),
                                eq("updatedAt", before.get("updatedAt")),
                                eq("import", before.get("import"))),
                        asset);
    }

    private int write(
            Scope scope, ContentKind kind, List<WriteModel<Document>> models, int conditional) {
        return Driver.call(
                databases.of(scope.organization()),
                ContentDatabases.collection(scope, kind),
                collection -> {
                    try {
                        var result = collection.bulkWrite(models, UNORDERED);
                        return conditional - result.getMatchedCount();
                    } catch (MongoBulkWriteException e) {
                        var result = e.getWriteResult();
                        return duplicates(e) + conditional - result.getMatchedCount();
                    }
                });
    }

    private static WriteModel<Document> model(EntryWrite write) {
        return switch (write) {
            case EntryWrite.Create(var entry) -> new InsertOneModel<>(document(entry));
            case EntryWrite.Replace(var entry, var version) ->
                    new ReplaceOneModel<>(
                            and(eq("_id", entry.get("_id")), eq("system.versionId", version)),
                            document(entry));
        };
    }

    /// Writes these documents whatever is there: for drafts, which have one writer only.
    public void put(
            Scope scope, ContentKind kind, Collection<? extends Map<String, Object>> documents) {
        if (documents.isEmpty()) {
            return;
        }
        var models = new ArrayList<WriteModel<Document>>(documents.size());
        for (var document : documents) {
            models.add(
                    new ReplaceOneModel<>(
                            eq("_id", document.get("_id")),
                            document(document),
                            new ReplaceOptions().upsert(true)));
        }
        databases
                .of(scope.organization())
                .execute(
                        ContentDatabases.collection(scope, kind),
                        collection -> collection.bulkWrite(models, UNORDERED));
    }

    /// Removes a whole generation.
    public void drop(Scope scope) {
        drop(scope, EnumSet.allOf(ContentKind.class));
        indexes.forget(scope);
    }

    /// Removes all documents of these kinds.
    public void drop(Scope scope, Set<ContentKind> kinds) {
        for (var kind : kinds) {
            databases
                    .of(scope.organization())
                    .dropCollection(ContentDatabases.collection(scope, kind));
        }
    }

    /// Frees addresses, as far as they still belong to who gives them up.
    public void release(Scope scope, List<UrlRelease> releases) {
        if (releases.isEmpty()) {
            return;
        }
        var models = new ArrayList<WriteModel<Document>>(releases.size());
        for (var release : releases) {
            models.add(
                    new DeleteOneModel<>(
                            and(
                                    eq("siteId", release.siteId()),
                                    eq("url", release.url()),
                                    eq("entityId", release.entityId()))));
        }
        databases
                .of(scope.organization())
                .execute(
                        ContentDatabases.collection(scope, ContentKind.URLS),
                        collection -> collection.bulkWrite(models, UNORDERED));
    }

    private static Document document(Map<String, Object> map) {
        return map instanceof Document document ? document : new Document(map);
    }

    /// Everything but a duplicate is unexpected.
    private static int duplicates(MongoBulkWriteException e) {
        if (e.getWriteConcernError() != null
                || !e.getWriteErrors().stream()
                        .map(BulkWriteError::getCategory)
                        .allMatch(ErrorCategory.DUPLICATE_KEY::equals)) {
            throw e;
        }
        return e.getWriteErrors().size();
    }
}
