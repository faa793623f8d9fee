package codex.jobs.worker.handlers.environments;

import static com.mongodb.client.model.Sorts.ascending;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.StoresProperties.Kept;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.content.ContentDatabases;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.worker.handlers.FailingStores;
import codex.jobs.worker.handlers.StoresTrial;
import codex.jobs.worker.handlers.search.IndexRebuild;
import codex.jobs.worker.runtime.HandlerTrial;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskHandler;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.bson.Document;

/// Environments over the real stores, and environment jobs on them, chunks of four documents.
final class EnvironmentTrial extends StoresTrial {

    static final int RANGE = 4;

    /// What is not copied.
    static final Set<ContentKind> STAYS = Set.of(ContentKind.ENTRY_VERSIONS, ContentKind.TRASH);

    EnvironmentTrial() {
        super(new FailingStores(), Part.MONGODB, Part.OPENSEARCH);
    }

    Tenant tenant() {
        return new Tenant();
    }

    /// An organization with the environment `main`, filled.
    final class Tenant {

        final OrganizationId organization =
                new OrganizationId("t" + UUID.randomUUID().toString().substring(0, 12));
        final EnvironmentId main = new EnvironmentId("main");
        private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
        private int jobs;
        Duration grace = Duration.ofHours(24);
        Duration replaced = Duration.ofDays(7);

        private Tenant() {
            environment("main", true);
            fill(main, 1, "m", 10);
        }

        Environment environment(String id, boolean isDefault) {
            var environment =
                    new Environment(
                            new EnvironmentId(id),
                            organization,
                            new EnvironmentAlias(id),
                            id,
                            EnvironmentStatus.READY,
                            isDefault,
                            1,
                            null,
                            now(),
                            null,
                            null);
            bean(EnvironmentStore.class).insert(environment);
            return environment;
        }

        /// Entries `<prefix>0` and so on, and some of every other kind.
        void fill(EnvironmentId environment, long generation, String prefix, int entries) {
            var scope = new Scope(organization, environment, generation);
            bean(ContentWriter.class).prepare(scope);
            for (var i = 0; i < entries; i++) {
                put(scope, ContentKind.ENTRIES, entry(prefix + i, i == 1 ? 2 : 1, "v1"));
                put(scope, ContentKind.ENTRY_VERSIONS, version(prefix + i));
            }
            for (var kind : ContentKind.values()) {
                if (kind != ContentKind.ENTRIES && !STAYS.contains(kind)) {
                    put(scope, kind, other(kind, "a"));
                    put(scope, kind, other(kind, "b"));
                }
            }
        }

        static Document entry(String id, int status, String version) {
            return Document.parse(
                    """
                    {_id: '%s', system: {siteId: 's1', modelId: 'mdarticle', externalId: '%s',
                      status: %s, title: 'T %s', versionId: '%s'},
                     content: {title: 'T %s'}, references: []}
                    """
                            .formatted(id, id, status, version, version, version));
        }

        private static Document version(String entry) {
            return new Document("_id", "cv" + entry).append("entryId", entry);
        }

        private static Document other(ContentKind kind, String id) {
            return new Document("_id", kind.slug() + id)
                    .append("siteId", "s1")
                    .append("alias", id)
                    .append("externalId", id)
                    .append("key", id)
                    .append("url", "/" + id)
                    .append("name", id);
        }

        void put(Scope scope, ContentKind kind, Document document) {
            collection(scope, kind)
                    .replaceOne(
                            new Document("_id", document.get("_id")),
                            document,
                            new com.mongodb.client.model.ReplaceOptions().upsert(true));
        }

        void remove(Scope scope, ContentKind kind, String id) {
            collection(scope, kind).deleteOne(new Document("_id", id));
        }

        MongoDatabase database() {
            return bean(MongoClient.class).getDatabase(ContentDatabases.database(organization));
        }

        MongoCollection<Document> collection(Scope scope, ContentKind kind) {
            return database().getCollection(ContentDatabases.collection(scope, kind));
        }

        List<Document> all(Scope scope, ContentKind kind) {
            return collection(scope, kind).find().sort(ascending("_id")).into(new ArrayList<>());
        }

        List<String> ids(Scope scope, ContentKind kind) {
            return all(scope, kind).stream().map(document -> document.getString("_id")).toList();
        }

        Scope live(EnvironmentId environment) {
            return find(environment).scope();
        }

        Environment find(EnvironmentId environment) {
            return bean(EnvironmentStore.class).find(organization, environment).orElseThrow();
        }

        /// The names of all collections that hold something.
        SortedSet<String> collections() {
            var names = database().listCollectionNames().into(new TreeSet<>());
            names.removeIf(name -> database().getCollection(name).countDocuments() == 0);
            return names;
        }

        /// Where an alias leads to.
        String aliases() {
            return ask("/_cat/aliases/" + organization + ".*?h=alias,index&s=alias");
        }

        String indices() {
            return ask("/_cat/indices/" + organization + ".*?h=index,docs.count&s=index");
        }

        HandlerTrial create(String alias) {
            return create(main, alias);
        }

        HandlerTrial create(EnvironmentId base, String alias) {
            var spec = new JobSpec.CreateEnvironment(base, new EnvironmentAlias(alias), "New");
            var trial = job(spec);
            var environment =
                    new Environment(
                            spec.newEnvironment(trial.job().id()),
                            organization,
                            spec.alias(),
                            spec.displayName(),
                            EnvironmentStatus.CREATING,
                            false,
                            1,
                            base,
                            now(),
                            null,
                            null);
            if (!bean(EnvironmentBuilds.class).reserve(environment, trial.job().id())) {
                throw new IllegalStateException("The alias is taken");
            }
            return trial;
        }

        HandlerTrial sync(EnvironmentId target, boolean dryRun) {
            return job(new JobSpec.SyncEnvironments(main, target, dryRun));
        }

        HandlerTrial delete(EnvironmentId target) {
            return job(new JobSpec.DeleteEnvironment(target));
        }

        /// The same job once more, as another worker knew it when it began.
        HandlerTrial twin(HandlerTrial job) {
            return job(job.job().id(), job.job().spec());
        }

        private HandlerTrial job(JobSpec spec) {
            var id = new JobId("job" + organization.value().replace("-", "") + "n" + ++jobs);
            return job(id, spec);
        }

        private HandlerTrial job(JobId id, JobSpec spec) {
            return new HandlerTrial(
                    Job.planned(
                            id,
                            organization,
                            main,
                            "trial",
                            spec,
                            null,
                            Actor.named("u1", false, "u", "U"),
                            null,
                            clock.instant()),
                    _ -> live(main));
        }

        TaskHandler database(int range) {
            return new CopyDatabase(
                    bean(EnvironmentStore.class),
                    bean(EnvironmentBuilds.class),
                    bean(ContentWriter.class),
                    bean(ContentCopies.class),
                    range);
        }

        TaskHandler indices(int range) {
            return new CopyIndices(
                    bean(EnvironmentStore.class),
                    bean(EnvironmentBuilds.class),
                    bean(IndexBuilds.class),
                    new IndexSteps(
                            bean(ContentCopies.class),
                            bean(IndexBuilds.class),
                            bean(IndexWriter.class),
                            new IndexRebuild(
                                    bean(ContentReader.class),
                                    bean(ContentCopies.class),
                                    bean(IndexWriter.class)),
                            range),
                    new Kept(Duration.ofDays(30), Map.of(organization.value(), replaced)),
                    clock);
        }

        TaskHandler deletion() {
            return new DeleteEnvironment(
                    bean(EnvironmentBuilds.class),
                    bean(RetiredContent.class),
                    dropping(clock),
                    new Kept(Duration.ofDays(30), Map.of(organization.value(), grace)),
                    clock);
        }

        Dropping dropping(InstantSource time) {
            return new Dropping(
                    bean(RetiredContent.class),
                    bean(EnvironmentBuilds.class),
                    bean(ContentCopies.class),
                    bean(IndexBuilds.class),
                    Duration.ofSeconds(1),
                    time);
        }

        /// As the scheduler does with a job that has failed.
        void giveUp(EnvironmentId environment, HandlerTrial trial) {
            bean(EnvironmentBuilds.class)
                    .giveUp(organization, environment, trial.job().id(), now());
            dropping(InstantSource.system()).perform();
        }

        /// Works off what is left of a job.
        void finish(HandlerTrial trial) throws Exception {
            while (!trial.job().status().isTerminal()) {
                attempt(trial);
            }
        }

        Outcome attempt(HandlerTrial trial) throws Exception {
            var type = trial.job().currentTask().orElseThrow().type();
            var handler =
                    switch (type) {
                        case CLONE_DATABASE_DATA, SYNC_DATABASE_DATA -> database(RANGE);
                        case CLONE_INDEXED_DATA, SYNC_INDEXED_DATA -> indices(RANGE);
                        default -> deletion();
                    };
            return trial.attempt(type, handler).orElse(Outcome.Completed.WITHOUT_RESULT);
        }

        Instant now() {
            return clock.instant().truncatedTo(ChronoUnit.MILLIS);
        }
    }

    String ask(String path) {
        return send(path, HttpRequest.newBuilder());
    }

    /// Changes an index behind everybody's back.
    void index(String path, String document) {
        send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(document)));
    }

    private String send(String path, HttpRequest.Builder asked) {
        try (var http = HttpClient.newHttpClient()) {
            var request = asked.uri(URI.create(servers().opensearchUri() + path)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
