package codex.jobs.worker.handlers.items;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A member of an archive as its directory tells (APPNOTE 6.3.10, section 4.3.12).
///
/// @param checksum CRC-32 of its content
/// @param offset of its local header in the archive
record ZipMember(
        String name,
        int method,
        boolean isEncrypted,
        long checksum,
        long packedSize,
        long size,
        long offset) {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int HEADER = 0x02014b50;
    private static final int HEADER_LENGTH = 46;
    private static final int EXTRA_64 = 1;
    private static final long IN_64 = 0xFFFFFFFFL;

    /// Takes the next member from the directory.
    static ZipMember read(ByteBuffer directory) throws UnreadableFile {
        try {
            var start = directory.position();
            if (directory.remaining() < HEADER_LENGTH || directory.getInt(start) != HEADER) {
                throw ZipArchive.broken();
            }
            var nameLength = directory.getShort(start + 28) & 0xFFFF;
            var extraLength = directory.getShort(start + 30) & 0xFFFF;
            var commentLength = directory.getShort(start + 32) & 0xFFFF;
            var name = new byte[nameLength];
            directory.position(start + HEADER_LENGTH).get(name);
            var extra = directory.slice(directory.position(), extraLength).order(directory.order());
            directory.position(directory.position() + extraLength + commentLength);
            var size = directory.getInt(start + 24) & IN_64;
            var packedSize = directory.getInt(start + 20) & IN_64;
            var offset = directory.getInt(start + 42) & IN_64;
            if (size == IN_64 || packedSize == IN_64 || offset == IN_64) {
                var large = find64(extra);
                size = size == IN_64 ? large.getLong() : size;
                packedSize = packedSize == IN_64 ? large.getLong() : packedSize;
                offset = offset == IN_64 ? large.getLong() : offset;
            }
            return new ZipMember(
                    new String(name, StandardCharsets.UTF_8),
                    directory.getShort(start + 10),
                    (directory.getShort(start + 8) & 1) != 0,
                    directory.getInt(start + 16) & 0xFFFFFFFFL,
                    packedSize,
                    size,
                    offset);
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException _) {
            throw ZipArchive.broken();
        }
    }

    private static ByteBuffer find64(ByteBuffer extra) throws UnreadableFile {
        while (extra.remaining() >= 4) {
            var id = extra.getShort();
            var length = extra.getShort() & 0xFFFF;
            if (id == EXTRA_64) {
                return extra;
            }
            extra.position(extra.position() + length);
        }
        throw ZipArchive.broken();
    }

    boolean isManifest() {
        var lower = name.toLowerCase(Locale.ROOT);
        return !name.contains("/") && (lower.endsWith(".json") || lower.endsWith(".ndjson"));
    }
}
