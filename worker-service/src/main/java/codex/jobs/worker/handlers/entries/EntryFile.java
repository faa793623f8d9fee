package codex.jobs.worker.handlers.entries;

import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/// An import file: JSON, NDJSON, or a ZIP with one of them, told by its first bytes.
final class EntryFile {

    private static final int BUFFER = 1 << 16;

    private EntryFile() {}

    /// Opens the items of a file, to be closed by the caller.
    static ItemStream open(BlobStore blobs, BlobKey key) throws FileProblem, IOException {
        var content = buffered(blobs, key);
        try {
            var isZip = startsWith(content, 'P', 'K', 3, 4) || startsWith(content, 'P', 'K', 5, 6);
            if (!isZip) {
                return items(content);
            }
        } catch (FileProblem | IOException e) {
            content.close();
            throw e;
        }
        content.close();
        return unzipped(blobs, key);
    }

    private static ItemStream unzipped(BlobStore blobs, BlobKey key)
            throws FileProblem, IOException {
        try {
            String manifest;
            try (var archive = buffered(blobs, key)) {
                manifest = ZipManifest.find(archive);
            }
            return items(ZipManifest.open(buffered(blobs, key), manifest));
        } catch (ZipException e) {
            throw new FileProblem("INVALID_ZIP", "The file is not a readable ZIP archive");
        }
    }

    private static ItemStream items(InputStream content) throws FileProblem, IOException {
        var text = content.markSupported() ? content : new BufferedInputStream(content, BUFFER);
        if (startsWith(text, 0xEF, 0xBB, 0xBF)) {
            text.skipNBytes(3);
        } else if (startsWith(text, 0xFE, 0xFF)
                || startsWith(text, 0xFF, 0xFE)
                || hasZeroAmongFirst(text)) {
            throw new FileProblem("INVALID_ENCODING", "The file is not UTF-8 but UTF-16 or binary");
        }
        return new ItemStream(text);
    }

    private static InputStream buffered(BlobStore blobs, BlobKey key) {
        return new BufferedInputStream(blobs.open(key), BUFFER);
    }

    private static boolean startsWith(InputStream content, int... bytes) throws IOException {
        content.mark(bytes.length);
        var matches = true;
        for (var expected : bytes) {
            matches &= content.read() == expected;
        }
        content.reset();
        return matches;
    }

    private static boolean hasZeroAmongFirst(InputStream content) throws IOException {
        content.mark(4);
        var first = content.readNBytes(4);
        content.reset();
        for (var one : first) {
            if (one == 0) {
                return true;
            }
        }
        return false;
    }
}
