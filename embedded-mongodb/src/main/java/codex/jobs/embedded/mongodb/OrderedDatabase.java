package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexNotFoundException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One database: its collections by name, and the commands that the server's own implementation
/// does not answer from indexes or not as MongoDB does.
final class OrderedDatabase extends AbstractMongoDatabase<DocumentKey> {

    private static final String COLLECTIONS = "collection/";
    private static final String SYSTEM = "system.";

    private final Store store;
    private final Reads reads;
    private final Aggregations aggregations;

    OrderedDatabase(String name, CursorRegistry cursors, CursorReplies replies, Store store) {
        super(name, cursors);
        this.store = store;
        this.reads = new Reads(replies);
        this.aggregations = new Aggregations(replies, this);
        initializeNamespacesAndIndexes();
    }

    /// The databases that have collections.
    static List<String> namesIn(Store store) {
        return store.cataloguedUnder(COLLECTIONS).keySet().stream()
                .map(name -> name.substring(COLLECTIONS.length()))
                .filter(name -> !name.substring(name.indexOf('/') + 1).startsWith(SYSTEM))
                .map(name -> name.substring(0, name.indexOf('/')))
                .distinct()
                .toList();
    }

    @Override
    public Document handleCommand(
            Channel channel,
            String command,
            Document query,
            DatabaseResolver databases,
            Oplog oplog) {
        try {
            return store.reading(() -> answer(channel, command, query, databases, oplog));
        } catch (CollectionDropped e) {
            return handleCommand(channel, command, query, databases, oplog);
        } catch (MongoServerException e) {
            return Errors.response(e);
        }
    }

    private Document answer(
            Channel channel,
            String command,
            Document query,
            DatabaseResolver databases,
            Oplog oplog) {
        return switch (command) {
            case "find" -> reads.find(namespace(command, query), collection(command, query), query);
            case "count" -> Reads.count(collection(command, query), query);
            case "aggregate" -> aggregate(command, query, databases);
            case "insert" -> Writes.insert(writable(command, query), query);
            case "update" ->
                    Writes.update(
                            writable(command, query),
                            query,
                            one -> super.handleCommand(channel, command, one, databases, oplog));
            case "delete" -> Writes.delete(collection(command, query), query);
            case "dropIndexes" -> dropIndexes(collection(command, query), query);
            case "listCollections" ->
                    filtered(super.handleCommand(channel, command, query, databases, oplog), query);
            default -> super.handleCommand(channel, command, query, databases, oplog);
        };
    }

    private Document aggregate(String command, Document query, DatabaseResolver databases) {
        List<Document> stages = Aggregation.parse(query.get("pipeline"));
        if (!stages.isEmpty() && stages.getFirst().containsKey("$changeStream")) {
            throw new MongoServerError(
                    40573, "The $changeStream stage is only supported on replica sets");
        }
        return aggregations.aggregate(
                namespace(command, query), collection(command, query), stages, query, databases);
    }

    private String namespace(String command, Document query) {
        return getFullCollectionNamespace(String.valueOf(query.get(command)));
    }

    private @Nullable OrderedCollection collection(String command, Document query) {
        return (OrderedCollection) resolveCollection(String.valueOf(query.get(command)), false);
    }

    private MongoCollection<DocumentKey> writable(String command, Document query) {
        String name = String.valueOf(query.get(command));
        if (name.startsWith(SYSTEM)) {
            throw new MongoServerError(73, "InvalidNamespace", "Cannot write to " + name);
        }
        return resolveOrCreateCollection(name);
    }

    private static Document filtered(Document response, Document query) {
        if (query.get("filter") instanceof Document filter && !filter.isEmpty()) {
            Document cursor = Objects.requireNonNull((Document) response.get("cursor"));
            List<Document> matching = new ArrayList<>();
            DefaultQueryMatcher matcher = new DefaultQueryMatcher();
            for (Object described : Objects.requireNonNull((List<?>) cursor.get("firstBatch"))) {
                if (matcher.matches((Document) described, filter)) {
                    matching.add((Document) described);
                }
            }
            cursor.put("firstBatch", matching);
        }
        return response;
    }

    private synchronized Document dropIndexes(
            @Nullable OrderedCollection collection, Document query) {
        if (collection == null) {
            throw new MongoServerError(26, "NamespaceNotFound", "ns not found");
        }
        Object which = query.get("index");
        List<Index<DocumentKey>> droppable =
                collection.getIndexes().stream()
                        .filter(index -> index instanceof SecondaryIndex)
                        .toList();
        int before = collection.getNumIndexes();
        if (Objects.equals(which, "*")) {
            droppable.forEach(index -> forget(collection, index));
        } else {
            forget(
                    collection,
                    droppable.stream()
                            .filter(index -> isMeant(index, which))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IndexNotFoundException("index not found: " + which)));
        }
        return new Document("nIndexesWas", before).append("ok", 1.0);
    }

    private static boolean isMeant(Index<DocumentKey> index, @Nullable Object which) {
        return which instanceof Document key
                ? Objects.equals(index.toIndexDescription().get("key"), normalized(key))
                : index.getName().equals(which);
    }

    private static Document normalized(Document key) {
        Document normalized = new Document();
        key.forEach((field, order) ->
                normalized.put(field, order instanceof Number number ? number.intValue() : order));
        return normalized;
    }

    private void forget(OrderedCollection collection, Index<DocumentKey> index) {
        collection.dropIndex(index.getName());
        getOrCreateIndexesCollection()
                .deleteDocuments(
                        new Document("ns", collection.getFullName())
                                .append("name", index.getName()),
                        0);
    }

    /// Only the creation is exclusive: commands go on while an index is being built.
    @Override
    protected MongoCollection<DocumentKey> resolveOrCreateCollection(String name) {
        MongoCollection<DocumentKey> existing = resolveCollection(name, false);
        if (existing != null) {
            return existing;
        }
        synchronized (this) {
            return super.resolveOrCreateCollection(name);
        }
    }

    @Override
    protected MongoCollection<DocumentKey> openOrCreateCollection(
            String name, CollectionOptions options) {
        byte[] catalogued = store.catalogued(catalogName(name));
        int map = catalogued == null ? catalogue(name) : ByteBuffer.wrap(catalogued).getInt();
        return new OrderedCollection(this, name, options, cursorRegistry, store, map);
    }

    private int catalogue(String name) {
        int map = store.newMap();
        WriteBatch batch = new WriteBatch();
        Store.catalogue(
                batch, catalogName(name), ByteBuffer.allocate(Integer.BYTES).putInt(map).array());
        store.write(batch);
        return map;
    }

    private String catalogName(String collection) {
        return COLLECTIONS + getDatabaseName() + "/" + collection;
    }

    @Override
    protected Index<DocumentKey> openOrCreateUniqueIndex(
            String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
        OrderedCollection collection = (OrderedCollection) resolveCollection(collectionName, true);
        return indexName.equals(PrimaryIndex.NAME)
                ? collection.primary()
                : SecondaryIndex.open(store, collection.map(), indexName, keys, true, sparse);
    }

    @Override
    protected Index<DocumentKey> openOrCreateSecondaryIndex(
            String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
        OrderedCollection collection = (OrderedCollection) resolveCollection(collectionName, true);
        return SecondaryIndex.open(store, collection.map(), indexName, keys, false, sparse);
    }

    @Override
    protected synchronized void addIndex(Document description) {
        for (String unsupported : List.of("partialFilterExpression", "collation", "weights")) {
            if (description.containsKey(unsupported)) {
                throw new MongoServerError(
                        67,
                        "CannotCreateIndex",
                        "The embedded store has no indexes with " + unsupported);
            }
        }
        super.addIndex(description);
    }

    /// Deletes the documents whose time is over, as `expireAfterSeconds` of an index says.
    void expire(Instant now) {
        for (Document index : getOrCreateIndexesCollection().queryAll()) {
            if (index.get("expireAfterSeconds") instanceof Number seconds
                    && index.get("key") instanceof Document key) {
                String name =
                        String.valueOf(index.get("ns")).substring(getDatabaseName().length() + 1);
                MongoCollection<DocumentKey> collection = resolveCollection(name, false);
                if (collection != null && key.size() == 1) {
                    Document before = new Document("$lte", now.minusSeconds(seconds.longValue()));
                    collection.deleteDocuments(
                            new Document(key.keySet().iterator().next(), before), 0);
                }
            }
        }
    }

    @Override
    public synchronized MongoCollection<DocumentKey> createCollectionOrThrowIfExists(
            String collectionName, CollectionOptions options) {
        return super.createCollectionOrThrowIfExists(collectionName, options);
    }

    @Override
    public synchronized void dropCollection(String collectionName, Oplog oplog) {
        OrderedCollection collection = (OrderedCollection) resolveCollection(collectionName, true);
        super.dropCollection(collectionName, oplog);
        WriteBatch batch = new WriteBatch();
        Store.uncatalogue(batch, catalogName(collectionName));
        collection.dropMap(batch);
    }

    @Override
    public synchronized void moveCollection(
            MongoDatabase oldDatabase, MongoCollection<?> collection, String newCollectionName) {
        WriteBatch batch = new WriteBatch();
        Store.uncatalogue(
                batch, ((OrderedDatabase) oldDatabase).catalogName(collection.getCollectionName()));
        Store.catalogue(
                batch,
                catalogName(newCollectionName),
                ByteBuffer.allocate(Integer.BYTES)
                        .putInt(((OrderedCollection) collection).map())
                        .array());
        getOrCreateIndexesCollection();
        super.moveCollection(oldDatabase, collection, newCollectionName);
        store.write(batch);
    }

    /// The database itself stays, empty.
    @Override
    public synchronized void drop(Oplog oplog) {
        for (String catalogued : store.cataloguedUnder(catalogName("")).keySet()) {
            String name = catalogued.substring(catalogName("").length());
            if (!name.startsWith(SYSTEM)) {
                dropCollection(name, oplog);
            }
        }
    }

    @Override
    protected long getFileSize() {
        return store.fileSizeInBytes();
    }

    @Override
    protected long getStorageSize() {
        return store.fileSizeInBytes();
    }
}
