package codex.jobs.benchmarks;

import java.io.IOException;
import java.util.List;

/// A new environment, a copy of the one with all entries.
final class EnvironmentPhase implements Phase {

    private static final double TARGET = 0.8;

    private static final String CREATE =
            """
            mutation { createEnvironmentJob(createJobInput: {jobName: "Create",
            baseEnvironmentId: "main", newEnvironmentAlias: "copy",
            newEnvironmentDisplayName: "Copy"}) { id } }
            """;

    @Override
    public List<Figure> measure(FilledTenant tenant) throws IOException {
        var raw = tenant.rawCopy();
        var job = tenant.run("environment", CREATE, "createEnvironmentJob", "/id");
        var created = job.run().job().counts().created();
        if (created != raw.documents()) {
            throw new IllegalStateException(
                    "%s documents were copied instead of %s".formatted(created, raw.documents()));
        }
        return job.with(
                job.firstTask("read and bulk write", created, TARGET, raw.perSecond()),
                Figure.of(
                        "environment: CLONE_DATABASE_DATA, documents",
                        Amount.rate(created, job.run().first(), "/s")),
                Figure.of("read and bulk write, documents", Amount.of(raw.perSecond(), "/s")));
    }
}
