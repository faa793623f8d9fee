package codex.jobs.benchmarks;

import java.io.IOException;
import java.util.List;

/// A delete of all entries, each with a copy in the trash.
final class DeletePhase implements Phase {

    @Override
    public List<Figure> measure(FilledTenant tenant) throws IOException {
        var raw = tenant.rawCopy();
        var mutation =
                """
                mutation { createDeleteJob(createJobInput: {jobName: "Delete", siteId: "%s", model: "%s",
                deleteContentTaskTypes: [DELETE_ENTRIES]}) { id } }
                """
                        .formatted(Entries.SITE, Entries.MODEL);
        var job = tenant.run("delete", mutation, "createDeleteJob", "/id");
        var deleted = job.run().job().counts().deleted();
        if (deleted != tenant.entries()) {
            throw new IllegalStateException("Deleted were " + deleted);
        }
        return job.with(
                job.firstTask("read and bulk write", deleted, 0, raw.perSecond()),
                Figure.of(
                        "delete: DELETE_CONTENT, entries",
                        Amount.rate(deleted, job.run().first(), "/s")));
    }
}
