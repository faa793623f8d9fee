package codex.jobs.embedded.mongodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The changes since the last checkpoint, in numbered segment files. What [#append] has returned
/// from is with the operating system and survives the death of this process; it may not survive a
/// power failure.
final class Journal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);
    private static final String PREFIX = "journal-";
    private static final int RECORD_HEADER = 2 * Integer.BYTES;
    private static final int BUFFER = 1 << 20;

    private final Path directory;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private FileChannel channel;
    private long segment;
    private long size;

    /// Continues in a segment of its own, after the existing ones.
    Journal(Path directory) throws IOException {
        this.directory = directory;
        this.segment = segments(directory).stream().mapToLong(Long::longValue).max().orElse(0) + 1;
        this.channel = open(segment);
    }

    /// Hands every complete batch from the given segment on to the consumer, oldest first. A torn
    /// batch at the end of a segment was never acknowledged and is left out.
    static void replay(Path directory, long fromSegment, Consumer<WriteBatch> consumer)
            throws IOException {
        for (long segment : segments(directory)) {
            if (segment >= fromSegment) {
                replaySegment(file(directory, segment), consumer);
            }
        }
    }

    /// @throws IOException the batch was not written, for instance because the disk is full
    synchronized void append(WriteBatch batch) throws IOException {
        int length = RECORD_HEADER + batch.sizeInBytes();
        ByteBuffer record = length <= BUFFER ? buffer.clear() : ByteBuffer.allocate(length);
        record.position(RECORD_HEADER);
        batch.writeTo(record);
        record.flip();
        record.putInt(0, batch.sizeInBytes());
        record.putInt(Integer.BYTES, checksum(record.slice(RECORD_HEADER, batch.sizeInBytes())));
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
            size += length;
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
    }

    /// Bytes in the current segment.
    synchronized long sizeInBytes() {
        return size;
    }

    /// Begins a new segment and returns its number.
    synchronized long rotate() throws IOException {
        FileChannel next = open(segment + 1);
        channel.close();
        channel = next;
        segment++;
        size = 0;
        return segment;
    }

    void deleteBefore(long firstToKeep) throws IOException {
        for (long old : segments(directory)) {
            if (old < firstToKeep) {
                Files.deleteIfExists(file(directory, old));
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileChannel open(long number) throws IOException {
        return FileChannel.open(
                file(directory, number), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Path file(Path directory, long segment) {
        return directory.resolve(PREFIX + segment);
    }

    private static List<Long> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX))
                    .map(name -> Long.valueOf(name.substring(PREFIX.length())))
                    .sorted()
                    .toList();
        }
    }

    private static void replaySegment(Path file, Consumer<WriteBatch> consumer) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            long position = 0;
            ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER);
            while (read(in, header.clear(), position)) {
                int length = header.getInt(0);
                if (length < 0 || length > in.size() - position - RECORD_HEADER) {
                    break;
                }
                ByteBuffer content = ByteBuffer.allocate(length);
                read(in, content, position + RECORD_HEADER);
                if (checksum(content.duplicate()) != header.getInt(Integer.BYTES)) {
                    break;
                }
                consumer.accept(WriteBatch.readFrom(content));
                position += RECORD_HEADER + length;
            }
            if (position < in.size()) {
                log.warn(
                        "Left out {} bytes of an unfinished write at the end of {}",
                        in.size() - position,
                        file);
            }
        }
    }

    /// Fills the buffer and makes it readable; false if the file ends before.
    private static boolean read(FileChannel in, ByteBuffer buffer, long position)
            throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = in.read(buffer, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        buffer.flip();
        return true;
    }

    private static int checksum(ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }
}
