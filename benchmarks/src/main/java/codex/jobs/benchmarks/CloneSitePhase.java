package codex.jobs.benchmarks;

import java.io.IOException;
import java.util.List;

/// A clone of the site with all entries, in the same environment: new ids, every reference looked
/// up.
final class CloneSitePhase implements Phase {

    private static final String CLONE =
            """
            mutation { createCloneSiteJob(createJobInput: {jobName: "Clone", baseSiteId: "%s",
            newSiteAlias: "clone", newSiteName: "Clone", newSiteLogo: ""}) { id } }
            """
                    .formatted(Entries.SITE);

    @Override
    public List<Figure> measure(FilledTenant tenant) throws IOException {
        var raw = tenant.rawCopy();
        var job = tenant.run("site", CLONE, "createCloneSiteJob", "/id");
        var created = job.run().job().counts().created();
        if (created < tenant.entries()) {
            throw new IllegalStateException("Copied were " + created);
        }
        return job.with(
                job.firstTask("read and bulk write", created, 0, raw.perSecond()),
                Figure.of(
                        "site: CLONE_SITE, documents",
                        Amount.rate(created, job.run().first(), "/s")));
    }
}
