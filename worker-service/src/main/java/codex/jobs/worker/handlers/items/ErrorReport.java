package codex.jobs.worker.handlers.items;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.TaskId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobOutput;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Every line about every item, one JSON object a line, also those that the log had no room for.
public final class ErrorReport {

    private static final int PAGE = 20;
    private static final String TYPE = "application/x-ndjson";

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final ChunkLedger ledger;
    private final BlobStore blobs;

    public ErrorReport(ChunkLedger ledger, BlobStore blobs) {
        this.ledger = ledger;
        this.blobs = blobs;
    }

    /// Writes the report of a task.
    ///
    /// @return its key inside the organization's prefix, or null if there is nothing to say
    public @Nullable String write(Job job, TaskId task) throws IOException {
        return write(job, task, ImportPass.FIRST);
    }

    /// Writes the report of a task, without errors of items that were done once more.
    ///
    /// @param pass the present one
    /// @return its key inside the organization's prefix, or null if there is nothing to say
    public @Nullable String write(Job job, TaskId task, ImportPass pass) throws IOException {
        var path = "reports/" + job.id() + "/errors.ndjson";
        @Nullable BlobOutput out = null;
        try {
            var chunk = 0L;
            while (true) {
                var records = ledger.from(task, chunk, PAGE);
                if (records.isEmpty()) {
                    break;
                }
                for (var record : records) {
                    var lines = standing(record, pass);
                    if (!lines.isEmpty()) {
                        if (out == null) {
                            var key = new BlobKey(job.organization(), path);
                            out = blobs.write(key, TYPE);
                        }
                        write(out, lines);
                    }
                }
                chunk = records.getLast().chunk() + 1;
            }
        } catch (IOException | RuntimeException e) {
            if (out != null) {
                out.abort();
            }
            throw e;
        }
        if (out != null) {
            out.close();
        } else if (pass.isFirst()) {
            return null;
        } else {
            // In place of what the pass before had to say.
            blobs.put(new BlobKey(job.organization(), path), new byte[0], TYPE);
        }
        return path;
    }

    private static List<ChunkLine> standing(ChunkRecord record, ImportPass pass) {
        return record.chunk() >= pass.fromChunk()
                ? record.lines()
                : record.lines().stream()
                        .filter(line -> !FailedItems.isOfFailed(line, record.unapplied()))
                        .toList();
    }

    private static void write(BlobOutput out, List<ChunkLine> lines) throws IOException {
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            for (var line : lines) {
                json.writeStartObject();
                json.writeStringProperty("type", line.type().name());
                text(json, "code", line.code());
                json.writeStringProperty("message", line.message());
                var index = line.itemIndex();
                if (index != null) {
                    json.writeNumberProperty("itemIndex", index);
                }
                text(json, "itemId", line.itemId());
                text(json, "externalId", line.externalId());
                text(json, "path", line.path());
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }
}
