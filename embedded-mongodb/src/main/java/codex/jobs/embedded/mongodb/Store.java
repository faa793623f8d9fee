package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/// The data directory: ordered maps of bytes in one file, a catalog of names, and a journal that
/// makes every write durable before it shows.
///
/// A batch is appended to the journal, then applied to the maps. The file of maps is saved from
/// time to time, at any moment, possibly with half a batch in it; since the journal holds that
/// batch and batches can be repeated, replaying the journal at the next start completes it. A
/// checkpoint begins a new journal segment at a moment when no batch is half applied, notes its
/// number in the maps, saves the maps and deletes the older segments.
final class Store implements AutoCloseable {

    private static final int CATALOG = 0;
    private static final byte[] FIRST_SEGMENT = "journal".getBytes(StandardCharsets.UTF_8);

    /// When the file of maps is saved. Durability does not depend on it, and what changes several
    /// times before is saved once. Where the disk does not keep up, MVStore has up to a dozen saves
    /// under way, each of this size, before it lets writers wait: together they must fit the heap.
    private static final int SAVE_AFTER_MEBIBYTES = 16;

    private static final int SAVE_AFTER_MILLIS = 3_000;

    /// Small, since a changed document costs its whole page.
    private static final int PAGE_BYTES = 4_096;

    /// How long space of the file is kept after its last use; readers register theirs besides.
    private static final int RETENTION_MILLIS = 1_000;

    private final MVStore maps;
    private final Map<Integer, MVMap<byte[], byte[]>> opened = new ConcurrentHashMap<>();
    private final MVMap<byte[], byte[]> catalog;
    private final Journal journal;
    private final AtomicInteger lastMap;

    /// Shared by writes, taken alone where no batch may be half applied.
    private final ReadWriteLock applying = new ReentrantReadWriteLock();

    private Store(MVStore maps, Journal journal) {
        this.maps = maps;
        this.journal = journal;
        this.catalog = map(CATALOG);
        this.lastMap =
                new AtomicInteger(
                        maps.getMapNames().stream()
                                .filter(name -> name.startsWith("m"))
                                .mapToInt(name -> Integer.parseInt(name.substring(1)))
                                .max()
                                .orElse(CATALOG));
    }

    /// @throws IllegalStateException another process uses the directory, or it cannot be read or
    ///   written
    static Store open(Path directory, int cacheSizeInMegabytes) {
        try {
            Files.createDirectories(directory);
            MVStore maps = openMaps(directory.resolve("data.mv"), cacheSizeInMegabytes);
            try {
                Store store = new Store(maps, new Journal(directory));
                Journal.replay(directory, store.firstSegment(), store::apply);
                store.checkpoint();
                return store;
            } catch (IOException | RuntimeException e) {
                maps.closeImmediately();
                throw e;
            }
        } catch (MVStoreException e) {
            String reason =
                    e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
                            ? "is in use by another process"
                            : "cannot be used";
            throw new IllegalStateException("The data directory " + directory + " " + reason, e);
        } catch (IOException | MongoServerError e) {
            throw new IllegalStateException(
                    "The data directory " + directory + " cannot be used", e);
        }
    }

    private static MVStore openMaps(Path file, int cacheSizeInMegabytes) {
        MVStore maps =
                new MVStore.Builder()
                        .fileName(file.toString())
                        .cacheSize(cacheSizeInMegabytes)
                        .pageSplitSize(PAGE_BYTES)
                        .autoCommitBufferSize(SAVE_AFTER_MEBIBYTES * 1024)
                        .open();
        maps.setAutoCommitDelay(SAVE_AFTER_MILLIS);
        maps.setVersionsToKeep(0);
        maps.setRetentionTime(RETENTION_MILLIS);
        PageTables.cache(maps);
        return maps;
    }

    MVMap<byte[], byte[]> map(int id) {
        MVMap<byte[], byte[]> open = opened.get(id);
        return open != null ? open : opened.computeIfAbsent(id, this::openMap);
    }

    private MVMap<byte[], byte[]> openMap(int id) {
        return maps.openMap(
                "m" + id,
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(ByteArrayType.INSTANCE)
                        .valueType(ByteArrayType.INSTANCE));
    }

    /// An id that no map has had since the last start.
    int newMap() {
        return lastMap.incrementAndGet();
    }

    /// Durable and visible when it returns; on an exception nothing of it is.
    void write(WriteBatch batch) {
        if (batch.isEmpty()) {
            return;
        }
        applying.readLock().lock();
        try {
            checkUsable();
            journal.append(batch);
            apply(batch);
        } catch (IOException e) {
            throw new MongoServerError(
                    14031, "OutOfDiskSpace", "The write could not be stored: " + e.getMessage(), e);
        } finally {
            applying.readLock().unlock();
        }
    }

    /// Reads that see one state of each map while they run, however long that takes.
    <T> T reading(Supplier<T> reads) {
        MVStore.TxCounter version = maps.registerVersionUsage();
        try {
            return reads.get();
        } finally {
            maps.deregisterVersionUsage(version);
        }
    }

    byte @Nullable [] catalogued(String name) {
        return catalog.get(bytes(name));
    }

    /// The catalog's entries whose names start so, in order.
    Map<String, byte[]> cataloguedUnder(String prefix) {
        Map<String, byte[]> found = new TreeMap<>();
        KeyRange range = KeyRange.startingWith(bytes(prefix));
        Cursor<byte[], byte[]> cursor = catalog.cursor(range.from);
        while (cursor.hasNext() && range.isBeforeEnd(cursor.next())) {
            found.put(new String(cursor.getKey(), StandardCharsets.UTF_8), cursor.getValue());
        }
        return found;
    }

    static void catalogue(WriteBatch batch, String name, byte[] value) {
        batch.put(CATALOG, bytes(name), value);
    }

    static void uncatalogue(WriteBatch batch, String name) {
        batch.remove(CATALOG, bytes(name));
    }

    /// Bytes of the journal that the next start would have to replay.
    long journalSizeInBytes() {
        return journal.sizeInBytes();
    }

    long fileSizeInBytes() {
        return maps.getFileStore().size();
    }

    /// Saves the maps, so that the journal can begin anew.
    synchronized void checkpoint() {
        try {
            checkUsable();
            long segment;
            applying.writeLock().lock();
            try {
                segment = journal.rotate();
                catalog.put(
                        FIRST_SEGMENT, ByteBuffer.allocate(Long.BYTES).putLong(segment).array());
            } finally {
                applying.writeLock().unlock();
            }
            maps.commit();
            checkUsable();
            journal.deleteBefore(segment);
        } catch (IOException e) {
            throw new UncheckedIOException("The journal cannot begin a new segment", e);
        }
    }

    /// After a failed save of the maps nothing more is accepted; what was acknowledged is in the
    /// journal.
    private void checkUsable() {
        MVStoreException failure = maps.getPanicException();
        if (failure != null) {
            throw stopped(failure);
        }
    }

    static MongoServerError stopped(MVStoreException failure) {
        return new MongoServerError(
                14031,
                "OutOfDiskSpace",
                "The store stopped because it could not be saved: " + failure.getMessage(),
                failure);
    }

    @Override
    public void close() {
        if (!maps.isClosed() && maps.getPanicException() == null) {
            checkpoint();
        }
        maps.close();
        journal.close();
    }

    private long firstSegment() {
        byte[] segment = catalog.get(FIRST_SEGMENT);
        return segment == null ? 0 : ByteBuffer.wrap(segment).getLong();
    }

    private void apply(WriteBatch batch) {
        for (WriteBatch.Change change : batch.changes()) {
            if (change.key == null) {
                drop(change.map);
            } else if (change.value == null) {
                map(change.map).remove(change.key);
            } else {
                map(change.map).put(change.key, change.value);
            }
        }
    }

    private void drop(int map) {
        opened.remove(map);
        String name = "m" + map;
        if (maps.hasMap(name)) {
            maps.removeMap(name);
        }
    }

    private static byte[] bytes(String name) {
        return Objects.requireNonNull(name).getBytes(StandardCharsets.UTF_8);
    }
}
