package codex.jobs.worker.handlers.entries;

import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.worker.handlers.entries.Position.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// The items of the file, from the position on. The next chunk is read while one is written.
final class FileItems {

    private final BlobStore blobs;
    private final BlobKey file;
    private final Chunks chunks;

    FileItems(BlobStore blobs, BlobKey file, Chunks chunks) {
        this.blobs = blobs;
        this.file = file;
        this.chunks = chunks;
    }

    Position process(Position begin) throws FileProblem, IOException, InterruptedException {
        var position = begin;
        try (var items = EntryFile.open(blobs, file);
                var ahead = Executors.newVirtualThreadPerTaskExecutor()) {
            items.skip(position.next());
            Callable<List<Item>> read = () -> read(items);
            var chunk = read(items);
            while (!chunk.isEmpty() && !chunks.hasTooManyErrors()) {
                var following = ahead.submit(read);
                var end = position.at(position.next() + chunk.size());
                position = chunks.process(chunk, 0, false, _ -> end);
                chunk = result(following);
            }
        }
        return chunks.hasTooManyErrors()
                ? position.in(Phase.REPORT)
                : position.deferredRound(1, false);
    }

    private static List<Item> read(ItemStream items) throws FileProblem {
        var chunk = new ArrayList<Item>(Chunks.SIZE);
        while (chunk.size() < Chunks.SIZE) {
            var item = items.read();
            if (item.isEmpty()) {
                break;
            }
            chunk.add(item.get());
        }
        return chunk;
    }

    private static List<Item> result(java.util.concurrent.Future<List<Item>> reading)
            throws FileProblem, IOException, InterruptedException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case FileProblem problem -> throw problem;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IOException(e);
            }
        }
    }
}
