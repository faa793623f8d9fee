package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/// A declared index: an ordered map of entries, catalogued under its collection's map and its name.
final class SecondaryIndex extends OrderedIndex {

    private static final byte[] NOTHING = {};

    private final Store store;
    private final String catalogName;
    private final int map;
    private final MVMap<byte[], byte[]> entries;
    private volatile boolean filled;
    private volatile boolean multikey;

    private SecondaryIndex(
            Store store,
            String catalogName,
            String name,
            List<IndexKey> keys,
            boolean unique,
            boolean sparse,
            ByteBuffer state) {
        super(name, keys, unique, sparse);
        this.store = store;
        this.catalogName = catalogName;
        this.map = state.getInt();
        this.filled = state.get() == 1;
        this.multikey = state.get() == 1;
        this.entries = store.map(map);
    }

    /// The existing index, or a new one that is still to be filled.
    static SecondaryIndex open(
            Store store,
            int collection,
            String name,
            List<IndexKey> keys,
            boolean unique,
            boolean sparse) {
        String catalogName = "index/" + collection + "/" + name;
        byte[] catalogued = store.catalogued(catalogName);
        byte[] state = catalogued != null ? catalogued : state(store.newMap(), false, false);
        return new SecondaryIndex(
                store, catalogName, name, keys, unique, sparse, ByteBuffer.wrap(state));
    }

    @Override
    KeyedMap entries() {
        return KeyedMap.ofEntries(entries);
    }

    @Override
    boolean multikey() {
        return multikey;
    }

    /// Whether it has an entry for every document that needs one.
    boolean filled() {
        return filled;
    }

    void insert(WriteBatch batch, DocumentKey position, Document document) {
        change(batch, position, IndexDefinition.Keys.NONE, definition().keysOf(document));
    }

    void remove(WriteBatch batch, DocumentKey position, Document document) {
        change(batch, position, definition().keysOf(document), IndexDefinition.Keys.NONE);
    }

    void update(WriteBatch batch, DocumentKey position, Document before, Document after) {
        change(batch, position, definition().keysOf(before), definition().keysOf(after));
    }

    void markFilled() {
        filled = true;
        WriteBatch batch = new WriteBatch();
        Store.catalogue(batch, catalogName, state(map, true, multikey));
        store.write(batch);
    }

    private void change(
            WriteBatch batch,
            DocumentKey position,
            IndexDefinition.Keys before,
            IndexDefinition.Keys after) {
        if (before.keys().size() == 1
                && after.keys().size() == 1
                && ByteArrayType.INSTANCE.compare(before.keys().getFirst(), after.keys().getFirst())
                        == 0) {
            return;
        }
        SortedSet<byte[]> stale = new TreeSet<>(ByteArrayType.INSTANCE);
        stale.addAll(before.keys());
        for (byte[] key : after.keys()) {
            if (!stale.remove(key)) {
                batch.put(map, KeyedMap.entry(key, position), NOTHING);
            }
        }
        for (byte[] key : stale) {
            batch.remove(map, KeyedMap.entry(key, position));
        }
        if (after.fromArray() && !multikey) {
            // before the first such entry can be seen, so that no search trusts in single entries
            multikey = true;
            Store.catalogue(batch, catalogName, state(map, filled, true));
        }
    }

    @Override
    public @Nullable DocumentKey getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<DocumentKey> collection) {
        IndexDefinition.Keys keys = definition().keysOf(document);
        if (isUnique()) {
            checkFree(keys, null, document, collection);
        }
    }

    @Override
    public void checkUpdate(
            Document oldDocument, Document newDocument, MongoCollection<DocumentKey> collection) {
        IndexDefinition.Keys keys = definition().keysOf(newDocument);
        if (isUnique()) {
            checkFree(keys, DocumentKey.of(oldDocument.get("_id")), newDocument, collection);
        }
    }

    private void checkFree(
            IndexDefinition.Keys keys,
            @Nullable DocumentKey own,
            Document document,
            MongoCollection<DocumentKey> collection) {
        KeyedMap map = entries();
        for (byte[] key : keys.keys()) {
            KeyRange range = KeyRange.startingWith(key);
            Cursor<byte[], byte[]> cursor = map.cursor(range.from, false);
            while (cursor.hasNext()) {
                byte[] entry = cursor.next();
                if (!range.isBeforeEnd(entry)) {
                    break;
                }
                if (!map.position(entry).equals(own)) {
                    throw duplicate(collection, document);
                }
            }
        }
    }

    @Override
    public void drop() {
        WriteBatch batch = new WriteBatch();
        batch.drop(map);
        Store.uncatalogue(batch, catalogName);
        store.write(batch);
    }

    private static byte[] state(int map, boolean filled, boolean multikey) {
        return ByteBuffer.allocate(Integer.BYTES + 2)
                .putInt(map)
                .put((byte) (filled ? 1 : 0))
                .put((byte) (multikey ? 1 : 0))
                .array();
    }
}
