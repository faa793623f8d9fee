package codex.jobs.benchmarks;

import java.util.List;

/// The same as [NoOpJobs] with handlers that do nothing at all: what the platform itself costs. The
/// platform's own worker is kept idle, and a [NoOpWorker] takes its place.
final class PlatformOverhead implements Row {

    private static final int ORGANIZATIONS = 256;

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.freshPlatform(NoOpProcess.PLATFORM);
        try (var worker = NoOpProcess.start(platform, laboratory.directory("no-op-worker"));
                var client = new Client(platform)) {
            var tenants = Tenant.createAll(platform.stores(), "overhead", ORGANIZATIONS);
            var processes =
                    platform.processes().with("worker", worker.process().pid(), worker.address());
            return NoOpJobs.figures(laboratory, new Flood(platform, processes, client, tenants));
        } finally {
            laboratory.stopPlatform();
        }
    }
}
