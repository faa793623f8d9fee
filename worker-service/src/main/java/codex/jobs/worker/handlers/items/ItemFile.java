package codex.jobs.worker.handlers.items;

import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// A file as a stream of items: one object, an array, NDJSON, or a ZIP with one of these as its
/// manifest (specification 3.0, "Limits", and 3.2). Holds one item at a time; for one thread.
public final class ItemFile implements Closeable {

    /// The limit for a single entry (specification 3.0).
    public static final int LONGEST_ITEM = 2 << 20;

    private final InputStream in;
    private final ItemSplitter splitter;
    private final long sizeInBytes;
    private final @Nullable ZipArchive archive;
    private long item;

    ItemFile(InputStream in, FilePlace place, long sizeInBytes, @Nullable ZipArchive archive) {
        this.in = in;
        this.splitter = new ItemSplitter(in, place.offset(), place.layout(), LONGEST_ITEM);
        this.item = place.item();
        this.sizeInBytes = sizeInBytes;
        this.archive = archive;
    }

    /// The file from a place on where an earlier reader of it was.
    public static ItemFile open(BlobStore blobs, BlobKey key, FilePlace place)
            throws IOException, UnreadableFile {
        var size = blobs.head(key).orElseThrow(UnreadableFile::missing).sizeInBytes();
        var head = head(blobs, key, size);
        if (ZipArchive.isZip(head)) {
            var archive = ZipArchive.read(blobs, key, size);
            var manifest = archive.manifest();
            var in = manifest.open(place.offset());
            return new ItemFile(in, place, manifest.sizeInBytes(), archive);
        }
        checkEncoding(head);
        return new ItemFile(blobs.open(key, place.offset()), place, size, null);
    }

    private static byte[] head(BlobStore blobs, BlobKey key, long size)
            throws IOException, UnreadableFile {
        if (size == 0) {
            throw UnreadableFile.empty();
        }
        try (var in = blobs.open(key, 0, Math.min(size, 4))) {
            return in.readAllBytes();
        }
    }

    /// By byte order mark, or by the NUL beside an ASCII character, which is how JSON begins.
    private static void checkEncoding(byte[] head) throws UnreadableFile {
        if (head.length < 2) {
            return;
        }
        var first = head[0] & 0xFF;
        var second = head[1] & 0xFF;
        if ((first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE)) {
            throw UnreadableFile.encoding("UTF-16 or UTF-32");
        }
        if (first == 0 || second == 0) {
            throw UnreadableFile.encoding("UTF-16 or UTF-32");
        }
    }

    /// The next item, or null after the last one.
    @Nullable RawItem next() throws IOException, UnreadableFile {
        try {
            var next = splitter.next();
            if (next != null) {
                item++;
            }
            return next;
        } catch (ZipException | EOFException e) {
            if (archive == null) {
                throw e;
            }
            throw ZipArchive.broken();
        }
    }

    /// Behind the item that was read last.
    FilePlace place() {
        return new FilePlace(splitter.layout(), splitter.offset(), item);
    }

    public long sizeInBytes() {
        return sizeInBytes;
    }

    /// The archive that the items came in, if they did.
    public Optional<ZipArchive> archive() {
        return Optional.ofNullable(archive);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
