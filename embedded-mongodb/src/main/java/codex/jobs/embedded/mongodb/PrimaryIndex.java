package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVMap;

/// The documents themselves, which lie in the order of their ids.
final class PrimaryIndex extends OrderedIndex {

    static final String NAME = "_id_";

    private final MVMap<byte[], byte[]> documents;
    private final String idField;

    PrimaryIndex(MVMap<byte[], byte[]> documents, String idField) {
        super(NAME, List.of(new IndexKey(idField, true)), true, false);
        this.documents = documents;
        this.idField = idField;
    }

    @Override
    KeyedMap entries() {
        return KeyedMap.ofDocuments(documents);
    }

    @Override
    boolean multikey() {
        return false;
    }

    @Override
    public DocumentKey getPosition(Document document) {
        return DocumentKey.of(document.get(idField));
    }

    @Override
    public void checkAdd(Document document, MongoCollection<DocumentKey> collection) {
        if (documents.containsKey(getPosition(document).bytes())) {
            throw duplicate(collection, document);
        }
    }

    /// An `_id` never changes.
    @Override
    public void checkUpdate(
            Document oldDocument, Document newDocument, MongoCollection<DocumentKey> collection) {}

    @Override
    public void drop() {}
}
