package codex.jobs.worker.handlers.deletes;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.filter.FilterMode;
import codex.jobs.model.filter.Filters;
import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.StoresProperties.Kept;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentDatabases;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.handlers.FailingStores;
import codex.jobs.worker.handlers.StoresTrial;
import codex.jobs.worker.runtime.HandlerTrial;
import codex.jobs.worker.runtime.TaskHandler;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Deletes in real stores: every test has an organization of its own, and chunks of three.
final class DeleteTrial extends StoresTrial {

    /// How long tenants keep theirs.
    static final Duration TRASH = Duration.ofDays(3);

    private static final int AT_ONCE = 3;

    private DeleteTrial(FailingStores clients, Part... parts) {
        super(clients, parts);
    }

    static DeleteTrial with(Part... parts) {
        return through(new FailingStores(), parts);
    }

    /// Everything is written through these clients.
    static DeleteTrial through(FailingStores failing, Part... parts) {
        return new DeleteTrial(failing, parts);
    }

    Tenant tenant() {
        return new Tenant();
    }

    /// One organization with the site `s1`, articles, which may refer, and notes, which must.
    final class Tenant {

        final OrganizationId organization =
                new OrganizationId("t" + UUID.randomUUID().toString().substring(0, 12));
        final Scope scope = new Scope(organization, new EnvironmentId("main"), 1);
        boolean dryRun;
        boolean force;
        private int jobs;

        private Tenant() {
            collection(ContentKind.MODELS)
                    .insertMany(
                            List.of(
                                    Document.parse(
                                            """
                                            {_id: 'mdarticle', alias: 'article', name: 'Article', status: 1, titleAlias: 'title',
                                             fields: [
                                              {alias: 'title', type: 'TEXT'},
                                              {alias: 'url', type: 'URL'},
                                              {alias: 'tags', type: 'TAG', list: true},
                                              {alias: 'main', type: 'REFERENCE'},
                                              {alias: 'related', type: 'REFERENCE', list: true},
                                              {alias: 'image', type: 'MEDIA'},
                                              {alias: 'blocks', type: 'RICH_CONTENT'},
                                              {alias: 'writer', type: 'AUTHOR'}],
                                             deletedFields: []}
                                            """),
                                    Document.parse(
                                            """
                                            {_id: 'mdnote', alias: 'note', name: 'Note', status: 1, titleAlias: 'text',
                                             fields: [
                                              {alias: 'text', type: 'TEXT'},
                                              {alias: 'about', type: 'REFERENCE', validations: {required: true}},
                                              {alias: 'cover', type: 'MEDIA', validations: {required: true}}]}
                                            """)));
        }

        MongoCollection<Document> collection(ContentKind kind) {
            return bean(MongoClient.class)
                    .getDatabase(ContentDatabases.database(organization))
                    .getCollection(ContentDatabases.collection(scope, kind));
        }

        List<Document> all(ContentKind kind) {
            return collection(kind).find().sort(new Document("_id", 1)).into(new ArrayList<>());
        }

        List<String> ids(ContentKind kind) {
            return all(kind).stream().map(document -> document.getString("_id")).toList();
        }

        Document entry(String id) {
            return Objects.requireNonNull(
                    collection(ContentKind.ENTRIES).find(new Document("_id", id)).first(), id);
        }

        int status(String id) {
            return entry(id).get("system", Document.class).getInteger("status");
        }

        /// An article with an address and a tag.
        void article(String id, String... related) {
            var references = List.of(related);
            insert(
                    id,
                    "mdarticle",
                    new Document("title", "T " + id)
                            .append("url", "/" + id)
                            .append("tags", List.of("Tag"))
                            .append("related", references.stream().map(this::reference).toList()),
                    references);
            collection(ContentKind.URLS)
                    .insertOne(
                            new Document("_id", "cu" + id)
                                    .append("siteId", "s1")
                                    .append("url", "/" + id)
                                    .append("entityType", "ENTRY")
                                    .append("entityId", id));
        }

        void note(String id, String about) {
            insert(id, "mdnote", new Document("about", reference(about)), List.of(about));
        }

        private Document reference(String id) {
            return new Document("id", id);
        }

        private void insert(String id, String model, Document content, List<String> references) {
            collection(ContentKind.ENTRIES)
                    .insertOne(
                            new Document("_id", id)
                                    .append(
                                            "system",
                                            new Document("siteId", "s1")
                                                    .append("modelId", model)
                                                    .append("externalId", "x-" + id)
                                                    .append("versionId", "v1")
                                                    .append("status", 1))
                                    .append("content", content)
                                    .append("attrs", new Document("k", "v"))
                                    .append("references", references));
        }

        HandlerTrial ofModel(String model) {
            return job(
                    new JobSpec.DeleteContent(
                            List.of(ContentDeletion.DELETE_ENTRIES), null, model, dryRun, force));
        }

        /// These entries.
        HandlerTrial ofIds(String... ids) {
            var filter =
                    "{\"system\": {\"Id\": {\"In\": [\"%s\"]}}}"
                            .formatted(String.join("\",\"", ids));
            return job(
                    new JobSpec.DeleteFilteredContent(
                            Filters.parse(filter, FilterMode.STRICT).filter().json(),
                            null,
                            null,
                            dryRun,
                            force));
        }

        HandlerTrial ofSite(ContentDeletion... deletions) {
            return job(new JobSpec.DeleteContent(List.of(deletions), "s1", null, dryRun, force));
        }

        HandlerTrial ofSiteOrModel(
                @Nullable String site, @Nullable String model, ContentDeletion... deletions) {
            return job(new JobSpec.DeleteContent(List.of(deletions), site, model, dryRun, force));
        }

        /// What brings back what the job has deleted.
        HandlerTrial undoing(HandlerTrial job) {
            return job(((JobSpec.Delete) job.job().spec()).undoing(job.job().id()));
        }

        /// Changes an entry as somebody else would.
        void change(String id, String field, Object value) {
            collection(ContentKind.ENTRIES)
                    .updateOne(
                            new Document("_id", id),
                            new Document(
                                    "$set",
                                    new Document(field, value)
                                            .append("system.versionId", "changed")));
        }

        HandlerTrial ofField(String alias, FieldType type) {
            return job(new JobSpec.DeleteField("mdarticle", alias, type, null, dryRun));
        }

        private HandlerTrial job(JobSpec spec) {
            var id = new JobId("job" + organization.value().replace("-", "") + "n" + ++jobs);
            return new HandlerTrial(
                    Job.planned(
                            id,
                            organization,
                            scope.environment(),
                            "trial",
                            spec,
                            null,
                            Actor.named("u1", false, "u", "U"),
                            null,
                            Clock.tickMillis(ZoneOffset.UTC).instant()),
                    _ -> scope);
        }

        TaskHandler handler() {
            return new DeleteContent(
                    bean(BlobStore.class),
                    bean(ContentReader.class),
                    bean(ContentWriter.class),
                    bean(ChunkLedger.class),
                    new Kept(Duration.ofDays(30), Map.of(organization.value(), TRASH)),
                    Clock.tickMillis(ZoneOffset.UTC),
                    AT_ONCE);
        }

        HandlerTrial done(HandlerTrial job) throws Exception {
            var _ = job.attempt(TaskType.DELETE_CONTENT, handler()).orElseThrow();
            return job;
        }
    }

    /// `updated/deleted/skipped/failed`
    static String counts(HandlerTrial job) {
        var counts = job.job().counts();
        return "%s/%s/%s/%s"
                .formatted(counts.updated(), counts.deleted(), counts.skipped(), counts.failed());
    }

    /// `created/updated/skipped`
    static String restored(HandlerTrial job) {
        var counts = job.job().counts();
        return "%s/%s/%s".formatted(counts.created(), counts.updated(), counts.skipped());
    }

    /// What was said about things, with the thing.
    static List<String> said(HandlerTrial job) {
        return job.lines().stream()
                .filter(line -> line.code() != null)
                .map(line -> line.itemId() + " " + line.code() + " " + line.message())
                .toList();
    }

    static List<String> messages(HandlerTrial job) {
        return job.lines().stream().map(line -> line.message()).toList();
    }
}
