package codex.jobs.benchmarks;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/// A sync of that environment, after every hundredth entry of its base was changed.
final class SyncPhase implements Phase {

    private static final int EVERY = 100;
    private static final int BATCH = 500;

    @Override
    public List<Figure> measure(FilledTenant tenant) throws IOException {
        var changed = change(tenant);
        var mutation =
                """
                mutation { syncEnvironmentJob(createJobInput: {jobName: "Sync",
                baseEnvironmentId: "main", targetEnvironmentId: "%s"}) { job { id } } }
                """
                        .formatted(tenant.environment("copy"));
        var job = tenant.run("sync", mutation, "syncEnvironmentJob", "/job/id");
        var counts = job.run().job().counts();
        if (counts.items() != changed || counts.updated() != changed) {
            throw new IllegalStateException("%s of %s were changed".formatted(counts, changed));
        }
        var raw = tenant.rawCopy();
        return job.with(
                job.firstTask("read and bulk write of all", raw.documents(), 0, raw.perSecond()),
                Figure.of("sync: changed entries", Long.toString(changed)));
    }

    /// As an editor would. Answers how many.
    private static long change(FilledTenant tenant) {
        var entries = tenant.stored(Document.class);
        var ids = new ArrayList<String>();
        var number = 0L;
        for (var entry : entries.find().projection(Projections.include("_id"))) {
            if (number++ % EVERY == 0) {
                ids.add(entry.getString("_id"));
            }
        }
        for (var from = 0; from < ids.size(); from += BATCH) {
            entries.bulkWrite(
                    ids.subList(from, Math.min(from + BATCH, ids.size())).stream()
                            .map(SyncPhase::changed)
                            .toList());
        }
        return ids.size();
    }

    private static UpdateOneModel<Document> changed(String id) {
        return new UpdateOneModel<>(
                Filters.eq("_id", id),
                Updates.combine(
                        Updates.set("content.title", "Changed"),
                        Updates.set("system.versionId", "changed-" + id)));
    }
}
