package codex.jobs.worker.handlers.entries;

import codex.jobs.model.log.LogType;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.worker.runtime.TaskContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// All errors and warnings about items, also those that the log has no room for, as one NDJSON
/// file: `reports/{jobId}/errors.ndjson` (specification 3.0, "Logs").
final class ErrorReport {

    private static final int RECORDS_AT_ONCE = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BlobStore blobs;
    private final ChunkLedger ledger;

    ErrorReport(BlobStore blobs, ChunkLedger ledger) {
        this.blobs = blobs;
        this.ledger = ledger;
    }

    /// Writes it anew from the ledger.
    ///
    /// @return its key, or empty if there is nothing to report
    Optional<String> write(TaskContext task) throws IOException {
        if (task.counts().errors() + task.counts().warnings() == 0) {
            return Optional.empty();
        }
        var key = "reports/" + task.job().id() + "/errors.ndjson";
        var report = blobs.write(new BlobKey(task.organization(), key), "application/x-ndjson");
        try {
            for (var records = from(task, 0); !records.isEmpty(); ) {
                for (var record : records) {
                    write(record.lines(), report);
                }
                records = from(task, records.getLast().chunk() + 1);
            }
        } catch (IOException | RuntimeException e) {
            report.abort();
            throw e;
        }
        report.close();
        return Optional.of(key);
    }

    private List<ChunkRecord> from(TaskContext task, long chunk) {
        return ledger.from(task.task().id(), chunk, RECORDS_AT_ONCE);
    }

    private static void write(List<ChunkLine> lines, OutputStream report) throws IOException {
        for (var line : lines) {
            if (line.type() == LogType.INFO) {
                continue;
            }
            var row = new LinkedHashMap<String, Object>();
            row.put("type", line.type().name());
            put(row, "code", line.code());
            row.put("message", line.message());
            put(row, "itemIndex", line.itemIndex());
            put(row, "itemId", line.itemId());
            put(row, "externalId", line.externalId());
            put(row, "path", line.path());
            report.write(JSON.writeValueAsBytes(row));
            report.write('\n');
        }
    }

    private static void put(
            Map<String, Object> row, String key, @org.jspecify.annotations.Nullable Object value) {
        if (value != null) {
            row.put(key, value);
        }
    }
}
