package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexBuildFailedException;
import de.bwaldvogel.mongo.exception.IndexKeySpecsConflictException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/// The documents of one collection, in the order of their ids, and its indexes. One write at a
/// time; reads take no lock.
final class OrderedCollection extends AbstractMongoCollection<DocumentKey> {

    private static final String NO_ID_FIELD = "";
    private static final int FILL_BYTES = 1 << 18;

    private final Store store;
    private final int map;
    private final MVMap<byte[], byte[]> documents;
    private final PrimaryIndex primary;
    private final ReentrantLock writing = new ReentrantLock();
    private final LongAdder documentsRead = new LongAdder();
    private volatile List<SecondaryIndex> secondaries = List.of();
    private volatile boolean dropped;

    OrderedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors,
            Store store,
            int map) {
        super(database, name, options, cursors);
        this.store = store;
        this.map = map;
        this.documents = store.map(map);
        this.primary =
                new PrimaryIndex(
                        documents,
                        options.getIdField() == null ? NO_ID_FIELD : options.getIdField());
    }

    int map() {
        return map;
    }

    PrimaryIndex primary() {
        return primary;
    }

    Store store() {
        return store;
    }

    /// How many documents searches have read so far.
    long documentsRead() {
        return documentsRead.sum();
    }

    void countRead() {
        documentsRead.increment();
    }

    byte @Nullable [] read(DocumentKey position) {
        return documents.get(position.bytes());
    }

    Plan plan(Search search) {
        List<OrderedIndex> indexes = new ArrayList<>();
        indexes.add(primary);
        indexes.addAll(secondaries);
        return Planner.plan(search.query(), search.sort(), search.wanted(), indexes);
    }

    /// Reads lazily, in the caller's thread.
    Results find(Search search, @Nullable Document projection) {
        Plan plan = plan(search);
        return new Results(
                new DocumentScan(this, search.query(), plan),
                search,
                plan.sorted(),
                projecting(projection));
    }

    /// Counts keys where they say enough, else documents.
    long count(Search search) {
        long skip = search.skip();
        long limit = search.limit() == 0 ? Long.MAX_VALUE : search.limit();
        Plan plan = plan(search);
        if (plan.exact()) {
            return Math.min(Math.max(0, plan.keys() - skip), limit);
        }
        DocumentScan scan = new DocumentScan(this, search.query(), plan);
        long count = 0;
        while (count < skip + Math.min(limit, Integer.MAX_VALUE) && scan.hasNext()) {
            scan.next();
            count++;
        }
        return Math.max(0, count - skip);
    }

    private UnaryOperator<Document> projecting(@Nullable Document projection) {
        if (projection == null || projection.isEmpty()) {
            return UnaryOperator.identity();
        }
        Document everything = new Document();
        return document ->
                matchDocumentsFromStream(everything, Stream.of(document), 0, 0, 0, null, projection)
                        .iterator()
                        .next();
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        Search search = new Search(query, orderBy, numberToSkip, limit);
        return new QueryResult(() -> find(search, fieldSelector));
    }

    @Override
    protected QueryResult matchDocuments(
            Document query,
            @Nullable Document orderBy,
            int numberToSkip,
            int limit,
            int batchSize,
            @Nullable Document fieldSelector) {
        return queryDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }

    @Override
    public void addIndex(Index<DocumentKey> index) {
        writeLocked(() -> {
            for (Index<DocumentKey> existing : getIndexes()) {
                if (existing.getName().equals(index.getName())) {
                    if (!existing.hasSameOptions(index)) {
                        throw new IndexKeySpecsConflictException(index, existing);
                    }
                    return null;
                }
            }
            if (index instanceof SecondaryIndex secondary) {
                if (!secondary.filled()) {
                    fill(secondary);
                }
                List<SecondaryIndex> more = new ArrayList<>(secondaries);
                more.add(secondary);
                secondaries = List.copyOf(more);
            }
            super.addIndex(index);
            return null;
        });
    }

    private void fill(SecondaryIndex index) {
        try {
            WriteBatch batch = new WriteBatch();
            Cursor<byte[], byte[]> cursor = documents.cursor(null);
            while (cursor.hasNext()) {
                DocumentKey position = new DocumentKey(cursor.next());
                Document document = BsonBytes.document(cursor.getValue());
                index.checkAdd(document, this);
                index.insert(batch, position, document);
                // a unique index looks for its keys among those already written
                if (index.isUnique() || batch.sizeInBytes() > FILL_BYTES) {
                    store.write(batch);
                    batch = new WriteBatch();
                }
            }
            store.write(batch);
            index.markFilled();
        } catch (MongoServerError e) {
            index.drop();
            throw new IndexBuildFailedException(e, this);
        }
    }

    @Override
    public void dropIndex(String indexName) {
        writeLocked(() -> {
            secondaries =
                    secondaries.stream()
                            .filter(index -> !index.getName().equals(indexName))
                            .toList();
            super.dropIndex(indexName);
            return null;
        });
    }

    @Override
    public void addDocument(Document document) {
        writeLocked(() -> {
            super.addDocument(document);
            return null;
        });
    }

    @Override
    protected DocumentKey addDocumentInternal(Document document) {
        DocumentKey position = newPosition(document);
        WriteBatch batch = new WriteBatch();
        batch.put(map, position.bytes(), BsonBytes.of(document));
        for (SecondaryIndex index : secondaries) {
            index.insert(batch, position, document);
        }
        store.write(batch);
        return position;
    }

    private DocumentKey newPosition(Document document) {
        if (getIdField() != null) {
            return primary.getPosition(document);
        }
        byte[] last = documents.lastKey();
        long next = last == null ? 1 : ByteBuffer.wrap(last).getLong() + 1;
        return new DocumentKey(ByteBuffer.allocate(Long.BYTES).putLong(next).array());
    }

    @Override
    protected void handleUpdate(DocumentKey position, Document oldDocument, Document newDocument) {
        WriteBatch batch = new WriteBatch();
        batch.put(map, position.bytes(), BsonBytes.of(newDocument));
        for (SecondaryIndex index : secondaries) {
            index.update(batch, position, oldDocument, newDocument);
        }
        store.write(batch);
    }

    @Override
    public void removeDocument(Document document) {
        DocumentKey position =
                getIdField() != null
                        ? primary.getPosition(document)
                        : findDocumentPosition(document);
        if (position != null) {
            writeLocked(() -> {
                removeDocument(position);
                return null;
            });
        }
    }

    @Override
    protected void removeDocument(DocumentKey position) {
        byte[] stored = read(position);
        if (stored == null) {
            return;
        }
        WriteBatch batch = new WriteBatch();
        batch.remove(map, position.bytes());
        if (!secondaries.isEmpty()) {
            Document document = BsonBytes.document(stored);
            for (SecondaryIndex index : secondaries) {
                index.remove(batch, position, document);
            }
        }
        store.write(batch);
    }

    @Override
    public List<Document> insertDocuments(List<Document> inserted, boolean isOrdered) {
        return writeLocked(() -> {
            List<Document> errors = new ArrayList<>();
            for (int i = 0; i < inserted.size() && (errors.isEmpty() || !isOrdered); i++) {
                try {
                    addDocument(inserted.get(i));
                } catch (MongoServerError e) {
                    errors.add(Errors.writeError(i, e));
                }
            }
            return errors;
        });
    }

    @Override
    public int deleteDocuments(Document selector, int limit, Oplog oplog) {
        return writeLocked(() -> {
            int deleted = 0;
            for (Document document :
                    queryDocuments(selector, null, 0, Math.max(0, limit), 0, null)) {
                removeDocument(document);
                deleted++;
            }
            return deleted;
        });
    }

    @Override
    public Document updateDocuments(
            Document selector,
            Document updateQuery,
            ArrayFilters arrayFilters,
            boolean isMulti,
            boolean isUpsert,
            Oplog oplog) {
        return writeLocked(() ->
                super.updateDocuments(
                        selector, updateQuery, arrayFilters, isMulti, isUpsert, oplog));
    }

    @Override
    public Document findAndModify(Document query) {
        return writeLocked(() -> super.findAndModify(query));
    }

    @Override
    public void renameTo(MongoDatabase newDatabase, String newCollectionName) {
        writeLocked(() -> {
            super.renameTo(newDatabase, newCollectionName);
            return null;
        });
    }

    /// Forgets the documents; the database has removed the indexes before and the name with them.
    void dropMap(WriteBatch batch) {
        writeLocked(() -> {
            dropped = true;
            batch.drop(map);
            store.write(batch);
            return null;
        });
    }

    @Override
    public int count() {
        return Math.toIntExact(documents.sizeAsLong());
    }

    @Override
    public boolean isEmpty() {
        return documents.isEmpty();
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int sizeDelta) {}

    @Override
    protected int getDataSize() {
        long size = 0;
        Cursor<byte[], byte[]> cursor = documents.cursor(null);
        while (cursor.hasNext()) {
            cursor.next();
            size += cursor.getValue().length;
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    @Override
    protected @Nullable Document getDocument(DocumentKey position) {
        byte[] stored = read(position);
        return stored == null ? null : BsonBytes.document(stored);
    }

    @Override
    protected Stream<DocumentWithPosition<DocumentKey>> streamAllDocumentsWithPosition() {
        return documents.entrySet().stream()
                .map(entry ->
                        new DocumentWithPosition<>(
                                BsonBytes.document(entry.getValue()),
                                new DocumentKey(entry.getKey())));
    }

    private <T> T writeLocked(Supplier<T> write) {
        writing.lock();
        try {
            if (dropped) {
                throw new CollectionDropped(getFullName());
            }
            return write.get();
        } finally {
            writing.unlock();
        }
    }
}
