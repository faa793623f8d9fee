package codex.jobs.benchmarks;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.stores.tenants.EnvironmentStore;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A tenant with all its entries, and the jobs that are run over them, one after the other. Not
/// thread-safe.
final class FilledTenant {

    private static final Duration PATIENCE = Duration.ofHours(2);

    private final Laboratory laboratory;
    private final LocalPlatform platform;
    private final Tenant tenant;
    private final int entries;
    private RawCopy.@Nullable Result raw;

    FilledTenant(Laboratory laboratory, LocalPlatform platform, Tenant tenant, int entries) {
        this.laboratory = laboratory;
        this.platform = platform;
        this.tenant = tenant;
        this.entries = entries;
    }

    /// A job with the memory that its worker took meanwhile.
    record Watched(String name, JobRun run, HeapWatch heap) {

        /// What is told of every job, behind what compares it.
        List<Figure> with(Figure... compared) {
            var figures = new ArrayList<>(List.of(compared));
            figures.add(Figure.of(name + ": whole job", Amount.seconds(run.whole())));
            figures.add(heap.figure(name + ": "));
            return figures;
        }

        /// How many of these the first task has done a second, by what the drivers alone have done.
        Figure firstTask(String what, long count, double target, double raw) {
            var ratio = Amount.ratio(Amount.rate(count, run.first(), "").value() / raw);
            var text = "%s: %s ÷ %s".formatted(name, run.job().tasks().getFirst().type(), what);
            return target > 0 ? Figure.atLeast(text, ratio, target) : Figure.of(text, ratio);
        }
    }

    int entries() {
        return entries;
    }

    Tenant tenant() {
        return tenant;
    }

    Stores stores() {
        return platform.stores();
    }

    /// The id of the environment with this alias.
    EnvironmentId environment(String alias) {
        return stores().get(EnvironmentStore.class)
                .findByAlias(tenant.organization(), new EnvironmentAlias(alias))
                .orElseThrow()
                .id();
    }

    /// Where the entries of the environment `main` lie.
    <T> MongoCollection<T> stored(Class<T> type) {
        return tenant.content(stores()).getCollection(tenant.collection(ContentKind.ENTRIES), type);
    }

    /// Runs a job to its end.
    ///
    /// @param name as its figures are called
    /// @param mutation answers an object in `field`
    /// @param path where the job's id is in that object, as a JSON pointer
    /// @throws IllegalStateException if it does not end as it should
    Watched run(String name, String mutation, String field, String path) throws IOException {
        laboratory.say(name);
        try (var client = new Client(platform)) {
            var id = client.job(tenant, mutation, field, path);
            var heap = new HeapWatch(platform.url("worker"));
            var run = JobRun.await(platform, tenant, id, PATIENCE, heap::look);
            laboratory.say(run.tasks());
            return new Watched(name, run, heap);
        }
    }

    /// What the driver alone takes to read all the content and to write it again, measured once.
    RawCopy.Result rawCopy() {
        if (raw == null) {
            laboratory.say("copying with the driver alone");
            var content = tenant.content(stores());
            var into = stores().mongo().getDatabase("raw_" + tenant.organization());
            raw =
                    Stream.of(ContentKind.values())
                            .filter(kind -> kind != ContentKind.ENTRY_VERSIONS)
                            .filter(kind -> kind != ContentKind.TRASH)
                            .map(tenant::collection)
                            .map(collection -> RawCopy.of(content, collection, into))
                            .reduce(RawCopy.Result::plus)
                            .orElseThrow();
            into.drop();
        }
        return raw;
    }
}
