package codex.jobs.local;

import codex.jobs.embedded.Setting;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.Schedule;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.recurring.RecurringJobStore;
import codex.jobs.stores.tenants.ApiKey;
import codex.jobs.stores.tenants.ApiKeyStore;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Two organizations to play with, and what the published examples refer to. Written straight into
/// the stores, once: what is there already stays as it is.
final class DemoData {

    static final OrganizationId DEMO = new OrganizationId("demo");
    static final OrganizationId ACME = new OrganizationId("acme");
    static final String DEMO_KEY = "cxk_demo_local";
    static final String ACME_KEY = "cxk_acme_local";

    /// Demo's key acts for itself.
    private static final Actor DEMO_ITSELF =
            Actor.named("apikey:" + keyId(DEMO), true, null, "Demo (local)");

    /// The owner of Acme's key.
    private static final Actor ANN =
            new Actor(
                    "ann",
                    false,
                    "ann",
                    "Ann Archer",
                    "ann@acme.example",
                    "Ann",
                    "Archer",
                    "https://acme.example/ann.png");

    static final EnvironmentId MAIN = new EnvironmentId("main");
    static final EnvironmentId STAGING = new EnvironmentId("staging");
    static final RecurringJobId RECURRING = new RecurringJobId("recurring123");

    private final OrganizationStore organizations;
    private final ApiKeyStore keys;
    private final EnvironmentStore environments;
    private final RecurringJobStore recurringJobs;
    private final BlobStore blobs;
    private final DemoContent content;
    private final Instant now;

    private DemoData(StoreConnection stores, Instant now) {
        this.organizations = stores.get(OrganizationStore.class);
        this.keys = stores.get(ApiKeyStore.class);
        this.environments = stores.get(EnvironmentStore.class);
        this.recurringJobs = stores.get(RecurringJobStore.class);
        this.blobs = stores.get(BlobStore.class);
        this.content = new DemoContent(stores);
        this.now = now;
    }

    static void write(Map<Setting, String> settings) {
        try (var stores = StoreConnection.open(settings)) {
            // what is stored has no finer time
            new DemoData(stores, Instant.now().truncatedTo(ChronoUnit.MILLIS)).write();
        }
    }

    private void write() {
        if (organizations.find(ACME).isPresent()) {
            return;
        }
        organization(DEMO, "Demo", DEMO_KEY, DEMO_ITSELF);
        recurringJob();
        blobs.put(new BlobKey(DEMO, "assets/file.zip"), AssetArchive.bytes(), "application/zip");
        // last: it says that everything is there
        organization(ACME, "Acme", ACME_KEY, ANN);
    }

    /// An environment beside the default one, and the recurring job of the published examples,
    /// which brings it up to date every night.
    private void recurringJob() {
        if (environments.find(DEMO, STAGING).isEmpty()) {
            environments.insert(
                    environment(DEMO, STAGING, new EnvironmentAlias("staging"), "Staging", false));
        }
        if (recurringJobs.find(DEMO, RECURRING).isEmpty()) {
            recurringJobs.insert(
                    RecurringJob.planned(
                            RECURRING,
                            DEMO,
                            MAIN,
                            "Nightly sync",
                            new JobSpec.SyncEnvironments(MAIN, STAGING, false),
                            Schedule.inUtc("0 2 * * *"),
                            DEMO_ITSELF,
                            null,
                            now));
        }
    }

    /// What its key is called in front of others.
    private static String keyId(OrganizationId id) {
        return id + "-local";
    }

    private Environment environment(
            OrganizationId organization,
            EnvironmentId id,
            EnvironmentAlias alias,
            String name,
            boolean isDefault) {
        return new Environment(
                id,
                organization,
                alias,
                name,
                EnvironmentStatus.READY,
                isDefault,
                1,
                null,
                now,
                null,
                null);
    }

    private void organization(OrganizationId id, String name, String key, Actor owner) {
        var apiKey =
                new ApiKey(ApiKey.digest(key), keyId(id), id, owner, Role.ADMIN, now, null, null);
        var main = environment(id, MAIN, new EnvironmentAlias("main"), "Main", true);
        if (environments.find(id, MAIN).isEmpty()) {
            environments.insert(main);
        }
        content.write(main.scope());
        if (keys.findByToken(key).isEmpty()) {
            keys.insert(apiKey);
        }
        if (organizations.find(id).isEmpty()) {
            organizations.insert(new Organization(id, name, now));
        }
    }
}
