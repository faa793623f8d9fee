package codex.jobs.worker.handlers.items;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/// The content of an archive's member, which must be as long as the directory says and have the
/// checksum that it says, or else the last read fails.
final class MemberInput extends FilterInputStream {

    private static final int SKIPPED_AT_ONCE = 64 * 1024;

    private final CRC32 checksum = new CRC32();
    private final long expected;
    private long left;

    MemberInput(InputStream in, long size, long checksum) {
        super(in);
        this.left = size;
        this.expected = checksum;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        var count = super.read(target, offset, length);
        if (count < 0) {
            if (left > 0) {
                throw new ZipException("The member is shorter than its directory says");
            }
            if (checksum.getValue() != expected) {
                throw new ZipException("The member has another checksum");
            }
            return count;
        }
        left -= count;
        if (left < 0) {
            throw new ZipException("The member is longer than its directory says");
        }
        checksum.update(target, offset, count);
        return count;
    }

    /// Reads: what is skipped belongs to the checksum.
    @Override
    public long skip(long count) throws IOException {
        if (count <= 0) {
            return 0;
        }
        var buffer = new byte[(int) Math.min(count, SKIPPED_AT_ONCE)];
        return Math.max(0, read(buffer, 0, buffer.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
