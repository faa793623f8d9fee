package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An index as the server's update engine sees it: it asks before a change whether the keys are
/// free. The collection itself changes entries and documents together.
abstract class OrderedIndex extends Index<DocumentKey> {

    private final IndexDefinition definition;

    OrderedIndex(String name, List<IndexKey> keys, boolean unique, boolean sparse) {
        super(name, keys, sparse);
        this.definition = new IndexDefinition(keys, unique, sparse);
    }

    IndexDefinition definition() {
        return definition;
    }

    /// How a search goes through this index.
    abstract KeyedMap entries();

    /// Whether a document may have several entries, or has had.
    abstract boolean multikey();

    @Override
    public boolean isUnique() {
        return definition.unique();
    }

    @Override
    public boolean hasSameOptions(Index<?> other) {
        return toIndexDescription().equals(other.toIndexDescription());
    }

    /// Never: the collection fills an index when it adds it.
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public void add(
            Document document, DocumentKey position, MongoCollection<DocumentKey> collection) {}

    @Override
    public void updateInPlace(
            Document oldDocument,
            Document newDocument,
            DocumentKey position,
            MongoCollection<DocumentKey> collection) {}

    @Override
    public @Nullable DocumentKey remove(Document document) {
        throw new UnsupportedOperationException("The collection removes entries");
    }

    @Override
    public boolean canHandle(Document query) {
        throw new UnsupportedOperationException("The planner chooses indexes");
    }

    @Override
    public Iterable<DocumentKey> getPositions(Document query) {
        throw new UnsupportedOperationException("The planner chooses indexes");
    }

    @Override
    public long getCount() {
        return entries().size();
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    DuplicateKey duplicate(MongoCollection<DocumentKey> collection, Document document) {
        Document pattern = new Document();
        getKeys().forEach(key -> pattern.put(key.getKey(), key.isAscending() ? 1 : -1));
        return new DuplicateKey(
                collection.getFullName(), getName(), pattern, definition.valuesOf(document));
    }
}
