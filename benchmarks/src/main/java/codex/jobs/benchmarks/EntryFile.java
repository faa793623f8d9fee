package codex.jobs.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A file of entries in NDJSON that is made while it is read. Not thread-safe.
final class EntryFile extends InputStream {

    private final int count;
    private int next;
    private InputStream line = InputStream.nullInputStream();

    EntryFile(int count) {
        this.count = count;
    }

    /// How long such a file is, found by making it once.
    static long size(int count) throws IOException {
        try (var file = new EntryFile(count)) {
            return file.transferTo(OutputStream.nullOutputStream());
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        var read = line.read(target, offset, length);
        if (read >= 0 || next == count) {
            return read;
        }
        line = new ByteArrayInputStream(Entries.line(next++).getBytes(StandardCharsets.UTF_8));
        return line.read(target, offset, length);
    }
}
