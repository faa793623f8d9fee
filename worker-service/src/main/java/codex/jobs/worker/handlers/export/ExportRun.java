package codex.jobs.worker.handlers.export;

import codex.jobs.model.filter.Filter;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.chunks.ChunkRecord.Touched;
import codex.jobs.stores.content.EntryPages;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.ItemLine;
import codex.jobs.worker.runtime.TaskContext;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One attempt at writing the file of an export, from its checkpoint on. A chunk is a part of the
/// file: what a checkpoint knows of is in the object store for good, and an attempt sends again
/// only the part that was open (specification 3.4, "Streaming").
final class ExportRun implements AutoCloseable {

    /// Where a chunk's record keeps the tag of its part.
    static final String TAG = "tag";

    private static final int MOST_PARTS = 10_000;

    private final TaskContext task;
    private final ExportFormat format;
    private final Filter filter;
    private final EntryReader entries;
    private final References references;
    private final ExportFile file;
    private final ChunkLedger ledger;
    private final InstantSource clock;
    private final PartBuffer part = new PartBuffer();
    private @Nullable EntryPages pages;
    private final FileDigest digest = new FileDigest();

    ExportRun(
            TaskContext task,
            ExportFormat format,
            Filter filter,
            EntryReader entries,
            References references,
            ExportFile file,
            ChunkLedger ledger,
            InstantSource clock) {
        this.task = task;
        this.format = format;
        this.filter = filter;
        this.entries = entries;
        this.references = references;
        this.file = file;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Writes all parts that are missing.
    ///
    /// @return false if there would be too many of them
    boolean write() {
        if (task.checkpoint().position().isEmpty()) {
            begin();
            task.total(entries.count(task.scope(), filter));
        }
        while (!position().isWhole()) {
            if (position().parts() == MOST_PARTS) {
                return false;
            }
            var chunk = task.checkpoint().chunksDone();
            var known = ledger.find(task.task().id(), chunk);
            if (known.isPresent()) {
                follow(known.get());
            } else {
                writePart(chunk);
            }
        }
        return true;
    }

    /// Unless the first part is there already.
    private void begin() {
        if (ledger.find(task.task().id(), task.checkpoint().chunksDone()).isEmpty()) {
            file.start();
            digest.begin();
        }
    }

    /// Of the file, if this attempt has written all of it.
    FileDigest digest() {
        return digest;
    }

    /// Where the attempt stands.
    ExportPosition position() {
        return ExportPosition.of(task.checkpoint().position());
    }

    private void writePart(long chunk) {
        var before = position();
        var filled = fill(before);
        var record = send(chunk, before, filled);
        var stored = ledger.putIfAbsent(record);
        if (!stored.position().equals(record.position())) {
            // Another attempt was faster, and its part counts.
            var upload = record.position().get("upload");
            if (upload != null && !upload.equals(stored.position().get("upload"))) {
                file.drop(upload);
            }
            follow(stored);
            return;
        }
        digest.add(part);
        report(stored);
    }

    /// Takes over what was decided by an attempt before, or beside us.
    private void follow(ChunkRecord record) {
        digest.giveUp();
        close();
        report(record);
    }

    /// What was put into the part.
    private record Filled(@Nullable String after, long items, boolean isLast) {}

    private Filled fill(ExportPosition before) {
        part.reset();
        var after = before.after();
        var items = 0L;
        var source = pages == null ? entries.pages(task.scope(), filter, after) : pages;
        pages = source;
        try (var json = new EntryJson(part)) {
            while (source.hasNext() && !part.isFull()) {
                var page = source.next();
                var named = references.of(page);
                for (var entry : page) {
                    json.raw(before.items() + items == 0 ? opening() : separator());
                    json.write(entry, named);
                    items++;
                }
                json.flush();
                after = String.valueOf(page.getLast().get("_id"));
                task.stopHere();
            }
            if (!source.hasNext()) {
                json.raw(closing(before.items() + items));
            }
        }
        return new Filled(after, items, !source.hasNext());
    }

    private String opening() {
        return format == ExportFormat.JSON ? "[\n" : "";
    }

    private String separator() {
        return format == ExportFormat.JSON ? ",\n" : "\n";
    }

    private String closing(long items) {
        return switch (format) {
            case JSON -> items == 0 ? "[]\n" : "\n]\n";
            case NDJSON -> items == 0 ? "" : "\n";
        };
    }

    private ChunkRecord send(long chunk, ExportPosition before, Filled filled) {
        var upload = before.upload();
        String tag = null;
        if (upload == null && filled.isLast()) {
            file.put(part);
        } else if (part.size() > 0) {
            upload = upload == null ? file.begin() : upload;
            tag = file.send(upload, before.parts() + 1, part);
        }
        var next =
                new ExportPosition(
                        filled.after(),
                        upload,
                        before.parts() + (tag == null ? 0 : 1),
                        before.bytes() + part.size(),
                        before.items() + filled.items(),
                        filled.isLast());
        var position = next.stored();
        if (tag != null) {
            position.put(TAG, tag);
        }
        return ChunkRecord.of(
                task.organization(),
                task.task().id(),
                chunk,
                clock.instant(),
                position,
                Counts.NONE,
                lines(next),
                filled.items(),
                Touched.NOTHING,
                List.of());
    }

    /// A warning about an empty file.
    private static List<ChunkLine> lines(ExportPosition next) {
        return next.isWhole() && next.items() == 0
                ? List.of(
                        new ChunkLine(
                                LogType.WARNING,
                                "NO_MATCH",
                                "There are no such entries",
                                null,
                                null,
                                null,
                                null))
                : List.of();
    }

    private void report(ChunkRecord record) {
        task.chunkDone(
                new ChunkReport(
                        record.chunk(),
                        record.position(),
                        record.counts(),
                        record.lines().stream()
                                .map(line ->
                                        new ItemLine(
                                                line.type(),
                                                line.code(),
                                                line.message(),
                                                null,
                                                null,
                                                null,
                                                null))
                                .toList(),
                        record.processed()));
    }

    @Override
    public void close() {
        if (pages != null) {
            pages.close();
            pages = null;
        }
    }
}
