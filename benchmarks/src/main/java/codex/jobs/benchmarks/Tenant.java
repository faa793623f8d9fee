package codex.jobs.benchmarks;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.content.ContentDatabases;
import codex.jobs.stores.tenants.ApiKey;
import codex.jobs.stores.tenants.ApiKeyStore;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import com.mongodb.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/// An organization with one environment that holds a site and a model, and with a key. It is
/// written straight into the stores: how long that takes is no concern of any row.
record Tenant(OrganizationId organization, String token) {

    /// The key of a file with a single entry.
    static final String SMALL_FILE = "benchmark/one-entry.ndjson";

    private static final EnvironmentId MAIN = new EnvironmentId("main");

    static Tenant create(Stores stores, String name) {
        var tenant = new Tenant(new OrganizationId(name), "cxk_benchmark_" + name);
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        tenant.writeContent(stores);
        stores.get(EnvironmentStore.class).insert(tenant.environment(now));
        stores.get(ApiKeyStore.class).insert(tenant.key(now));
        stores.get(OrganizationStore.class)
                .insert(new Organization(tenant.organization, name, now));
        return tenant;
    }

    /// Many, each with the small file.
    static List<Tenant> createAll(Stores stores, String prefix, int count) {
        var file = Entries.line(0).getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, count)
                .mapToObj(number -> create(stores, prefix + "-" + number))
                .peek(tenant -> tenant.put(stores, SMALL_FILE, file))
                .toList();
    }

    private void put(Stores stores, String key, byte[] bytes) {
        stores.get(BlobStore.class)
                .put(new BlobKey(organization, key), bytes, "application/x-ndjson");
    }

    /// The database of the organization's content.
    MongoDatabase content(Stores stores) {
        return stores.mongo().getDatabase(ContentDatabases.database(organization));
    }

    /// The name of a collection of the active generation.
    String collection(ContentKind kind) {
        return ContentDatabases.collection(new Scope(organization, MAIN, 1), kind);
    }

    private void writeContent(Stores stores) {
        content(stores).getCollection(collection(ContentKind.SITES)).insertOne(Entries.site());
        content(stores).getCollection(collection(ContentKind.MODELS)).insertOne(Entries.model());
    }

    private Environment environment(Instant now) {
        return new Environment(
                MAIN,
                organization,
                new EnvironmentAlias("main"),
                "Main",
                EnvironmentStatus.READY,
                true,
                1,
                null,
                now,
                null,
                null);
    }

    private ApiKey key(Instant now) {
        var actor = Actor.named("apikey:" + organization, true, null, "Benchmark");
        return new ApiKey(
                ApiKey.digest(token),
                organization.value(),
                organization,
                actor,
                Role.ADMIN,
                now,
                null,
                null);
    }
}
