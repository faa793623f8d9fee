package codex.jobs.worker.handlers.items;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads and parses the chunks of a file that come next while the present one is being imported:
/// one that waits, and one behind it. Where a chunk ends depends on the file alone, so that every
/// attempt cuts it alike.
public final class ReadAhead implements AutoCloseable {

    private static final int MOST_ITEMS = 500;
    private static final long MOST_BYTES = 4 << 20;

    private sealed interface Result {

        record Read(ItemChunk chunk) implements Result {}

        record Failed(Throwable cause) implements Result {}
    }

    private final ItemFile file;
    private final ItemParser parser;
    private final Predicate<ReadItem> isHeavy;
    private final int mostHeavy;
    private final BlockingQueue<Result> results = new ArrayBlockingQueue<>(1);
    private final Thread reader;

    public ReadAhead(ItemFile file, ItemParser parser) {
        this(file, parser, _ -> false, MOST_ITEMS);
    }

    /// @param isHeavy whether an item means a lot of work, looked at without anything but the item
    /// @param mostHeavy such items of one chunk, at least 1
    public ReadAhead(ItemFile file, ItemParser parser, Predicate<ReadItem> isHeavy, int mostHeavy) {
        this.file = file;
        this.parser = parser;
        this.isHeavy = isHeavy;
        this.mostHeavy = mostHeavy;
        this.reader = Thread.ofPlatform().daemon().name("read-ahead").start(this::read);
    }

    /// The next chunk; not to be called after the last one.
    public ItemChunk next() throws IOException, InterruptedException {
        return switch (results.take()) {
            case Result.Read(var chunk) -> chunk;
            case Result.Failed(IOException cause) -> throw cause;
            case Result.Failed(Error cause) -> throw cause;
            case Result.Failed(var cause) -> throw new IllegalStateException(cause);
        };
    }

    private void read() {
        try {
            readToTheEnd();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whatever happens is handed over, behind the chunk before it: else somebody waits for ever.
    private void readToTheEnd() throws InterruptedException {
        try {
            ItemChunk chunk;
            do {
                chunk = chunk();
                results.put(new Result.Read(chunk));
            } while (!chunk.isLast());
        } catch (IOException | RuntimeException | Error e) {
            results.put(new Result.Failed(e));
        }
    }

    private ItemChunk chunk() throws IOException {
        var items = new ArrayList<ReadItem>(MOST_ITEMS);
        var bytes = 0L;
        var heavy = 0;
        var end = file.place();
        @Nullable UnreadableFile problem = null;
        var isLast = false;
        while (items.size() < MOST_ITEMS && bytes < MOST_BYTES && heavy < mostHeavy) {
            try {
                var raw = file.next();
                if (raw == null) {
                    isLast = true;
                    break;
                }
                var item = ReadItem.of(parser, end.item(), raw);
                items.add(item);
                heavy += isHeavy.test(item) ? 1 : 0;
                bytes += raw.json() == null ? 0 : raw.sizeInBytes();
                end = file.place();
            } catch (UnreadableFile e) {
                problem = e;
                isLast = true;
                break;
            }
        }
        return new ItemChunk(items, end, isLast, problem);
    }

    /// Stops reading; the file is closed when this returns.
    @Override
    public void close() throws IOException {
        reader.interrupt();
        results.clear();
        try {
            file.close();
        } finally {
            joined();
        }
    }

    private void joined() {
        try {
            reader.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
