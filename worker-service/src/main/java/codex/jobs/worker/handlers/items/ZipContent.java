package codex.jobs.worker.handlers.items;

import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// A member of an archive, to be read.
public final class ZipContent {

    private static final int HEADER = 0x04034b50;
    private static final int HEADER_LENGTH = 30;

    private final BlobStore blobs;
    private final BlobKey key;
    private final long archiveSize;
    private final ZipMember member;

    ZipContent(BlobStore blobs, BlobKey key, long archiveSize, ZipMember member) {
        this.blobs = blobs;
        this.key = key;
        this.archiveSize = archiveSize;
        this.member = member;
    }

    public long sizeInBytes() {
        return member.size();
    }

    /// Its content without the first `fromOffset` bytes, unpacked while it is read.
    ///
    /// @return throws a `ZipException` or `EOFException` if the member is damaged, at its end at
    ///   the latest
    public InputStream open(long fromOffset) throws IOException, UnreadableFile {
        var content = new MemberInput(unpacked(), member.size(), member.checksum());
        try {
            content.skipNBytes(fromOffset);
            return content;
        } catch (ZipException | EOFException _) {
            content.close();
            throw ZipArchive.broken();
        }
    }

    private InputStream unpacked() throws IOException, UnreadableFile {
        if (member.size() == 0 || member.packedSize() == 0) {
            return InputStream.nullInputStream();
        }
        var start = dataOffset();
        if (start > archiveSize - member.packedSize()) {
            throw ZipArchive.broken();
        }
        var packed = blobs.open(key, start, member.packedSize());
        return switch (member.method()) {
            case ZipMember.STORED -> packed;
            case ZipMember.DEFLATED -> new RawInflaterInput(packed);
            default -> {
                packed.close();
                throw UnreadableFile.archive(
                        "ARCHIVE_METHOD", "A member is packed in a way that is not supported");
            }
        };
    }

    private long dataOffset() throws IOException, UnreadableFile {
        if (member.offset() < 0 || member.offset() > archiveSize - HEADER_LENGTH) {
            throw ZipArchive.broken();
        }
        try (var in = blobs.open(key, member.offset(), HEADER_LENGTH)) {
            var header = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            if (header.limit() < HEADER_LENGTH || header.getInt(0) != HEADER) {
                throw ZipArchive.broken();
            }
            return member.offset()
                    + HEADER_LENGTH
                    + (header.getShort(26) & 0xFFFF)
                    + (header.getShort(28) & 0xFFFF);
        }
    }

    /// Frees the native memory of its inflater when closed.
    private static final class RawInflaterInput extends InflaterInputStream {

        RawInflaterInput(InputStream packed) {
            super(packed, new Inflater(true), 64 * 1024);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                inf.end();
            }
        }
    }
}
