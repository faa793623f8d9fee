package codex.jobs.stores.content;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Sorts.ascending;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.filter.Filter;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.mongo.Driver;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Reads all entries that a filter means.
public final class EntryReader {

    private static final String ID = "_id";

    private final ContentDatabases databases;

    EntryReader(ContentDatabases databases) {
        this.databases = databases;
    }

    public long count(Scope scope, Filter filter) {
        return Driver.call(
                databases.of(scope.organization()),
                ContentDatabases.collection(scope, ContentKind.ENTRIES),
                collection -> collection.countDocuments(MongoFilter.of(filter)));
    }

    /// The entries in the order of their ids, to be closed by the caller. Each one is read as it is
    /// when its page is fetched: there is no snapshot, so of what others write meanwhile some may
    /// be seen and some not.
    ///
    /// @param after only those behind this id; null begins at the first
    public EntryPages pages(Scope scope, Filter filter, @Nullable String after) {
        return pages(scope, filter, after, EntryPages.MOST);
    }

    /// The same.
    ///
    /// @param most entries of a page
    public EntryPages pages(Scope scope, Filter filter, @Nullable String after, int most) {
        return Driver.call(
                databases.of(scope.organization()),
                ContentDatabases.collection(scope, ContentKind.ENTRIES),
                collection ->
                        new EntryPages(
                                collection
                                        .find(behind(after, filter), RawBsonDocument.class)
                                        .sort(ascending(ID))
                                        .batchSize(most)
                                        .iterator(),
                                most));
    }

    private static Bson behind(@Nullable String after, Filter filter) {
        var query = MongoFilter.of(filter);
        return after == null ? query : and(gt(ID, after), query);
    }
}
