package codex.jobs.worker.handlers.items;

import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A ZIP in the object store, read by ranges: first its directory, which is checked as a whole,
/// then only the member that is wanted. Nothing is unpacked to a disk (APPNOTE 6.3.10, sections
/// 4.3.12 to 4.3.16).
public final class ZipArchive {

    private static final int MOST_MEMBERS = 10_000;
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final int END64 = 0x06064b50;
    private static final int END64_LENGTH = 56;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int LOCATOR64_LENGTH = 20;
    private static final long IN_64 = 0xFFFFFFFFL;

    /// Room for the names and extra fields of so many members.
    private static final long LARGEST_DIRECTORY = 8L << 20;

    private final BlobStore blobs;
    private final BlobKey key;
    private final long size;
    private final List<ZipMember> members;

    private ZipArchive(BlobStore blobs, BlobKey key, long size, List<ZipMember> members) {
        this.blobs = blobs;
        this.key = key;
        this.size = size;
        this.members = members;
    }

    static boolean isZip(byte[] head) {
        return head.length >= 4
                && head[0] == 'P'
                && head[1] == 'K'
                && ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6));
    }

    static ZipArchive read(BlobStore blobs, BlobKey key, long size)
            throws IOException, UnreadableFile {
        var tailLength = (int) Math.min(size, END_LENGTH + LONGEST_COMMENT + LOCATOR64_LENGTH);
        var tail = bytes(blobs, key, size - tailLength, tailLength);
        var end = endIn(tail);
        var count = tail.getShort(end + 10) & 0xFFFFL;
        var length = tail.getInt(end + 12) & IN_64;
        var offset = tail.getInt(end + 16) & IN_64;
        var locator = end - LOCATOR64_LENGTH;
        if (locator >= 0 && tail.getInt(locator) == LOCATOR64) {
            var end64 = bytes(blobs, key, tail.getLong(locator + 8), size, END64_LENGTH);
            if (end64.getInt(0) != END64) {
                throw broken();
            }
            count = end64.getLong(32);
            length = end64.getLong(40);
            offset = end64.getLong(48);
        }
        if (count < 0 || count > MOST_MEMBERS || length > LARGEST_DIRECTORY) {
            throw UnreadableFile.archive(
                    "ARCHIVE_TOO_LARGE", "The archive has more than 10000 members");
        }
        var directory = bytes(blobs, key, offset, size, length);
        var members = new ArrayList<ZipMember>();
        for (var i = 0; i < count; i++) {
            members.add(ZipMember.read(directory));
        }
        ZipRules.check(members);
        return new ZipArchive(blobs, key, size, members);
    }

    /// The one JSON file at the archive's root.
    ZipContent manifest() throws UnreadableFile {
        var manifests = members.stream().filter(ZipMember::isManifest).toList();
        if (manifests.size() != 1) {
            throw UnreadableFile.archive(
                    manifests.isEmpty() ? "MANIFEST_MISSING" : "SEVERAL_MANIFESTS",
                    "The archive must have exactly one *.json or *.ndjson at its root, not "
                            + manifests.size());
        }
        return new ZipContent(blobs, key, size, manifests.getFirst());
    }

    /// The member with exactly this name.
    public Optional<ZipContent> member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .map(member -> new ZipContent(blobs, key, size, member));
    }

    private static int endIn(ByteBuffer tail) throws UnreadableFile {
        for (var at = tail.limit() - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == END
                    && at + END_LENGTH + (tail.getShort(at + 20) & 0xFFFF) == tail.limit()) {
                return at;
            }
        }
        throw broken();
    }

    private static ByteBuffer bytes(
            BlobStore blobs, BlobKey key, long offset, long size, long length)
            throws IOException, UnreadableFile {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw broken();
        }
        return bytes(blobs, key, offset, (int) length);
    }

    private static ByteBuffer bytes(BlobStore blobs, BlobKey key, long offset, int length)
            throws IOException {
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        try (var in = blobs.open(key, offset, length)) {
            return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    static UnreadableFile broken() {
        return UnreadableFile.archive("ARCHIVE_BROKEN", "The archive is damaged or cut off");
    }
}
