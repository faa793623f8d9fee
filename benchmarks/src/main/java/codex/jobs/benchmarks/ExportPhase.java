package codex.jobs.benchmarks;

import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.bson.RawBsonDocument;

/// An export of all entries.
final class ExportPhase implements Phase {

    private static final double TARGET = 0.8;

    @Override
    public List<Figure> measure(FilledTenant tenant) throws IOException {
        var blobs = tenant.stores().get(BlobStore.class);
        var key = new BlobKey(tenant.tenant().organization(), "benchmark/raw.json");
        var raw = RawExport.of(tenant.stored(RawBsonDocument.class), blobs, key);
        blobs.delete(key);
        var job = tenant.run("export", ExportThroughput.EXPORT, "createExportJob", "/id");
        if (!Objects.equals(job.run().job().result().itemCount(), raw.documents())
                || raw.documents() != tenant.entries()) {
            throw new IllegalStateException("The export went wrong: " + job);
        }
        var written = Amount.rate(raw.documents(), raw.lasted(), "/s");
        var ratio = Amount.ratio((double) raw.lasted().toNanos() / job.run().whole().toNanos());
        return job.with(
                Figure.atLeast("export: whole job ÷ cursor to JSON to S3", ratio, TARGET),
                Figure.of("export: cursor to JSON to S3, entries", written));
    }
}
