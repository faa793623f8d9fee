package codex.jobs.worker.handlers.entries;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentDatabases;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.worker.handlers.FailingStores;
import codex.jobs.worker.handlers.StoresTrial;
import codex.jobs.worker.runtime.HandlerTrial;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskHandler;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Imports into real stores: every test has an organization of its own, with a site and models.
public final class ImportTrial extends StoresTrial {

    private ImportTrial(FailingStores clients, Part... parts) {
        super(clients, parts);
    }

    public static ImportTrial with(Part... parts) {
        return through(new FailingStores(), parts);
    }

    /// Everything is written through these clients.
    public static ImportTrial through(FailingStores failing, Part... parts) {
        return new ImportTrial(failing, parts);
    }

    public Tenant tenant() {
        return new Tenant();
    }

    /// One organization with the site `s1` and the models `article` and `note`.
    public final class Tenant {

        public final OrganizationId organization =
                new OrganizationId("t" + UUID.randomUUID().toString().substring(0, 12));
        public final Scope scope = new Scope(organization, new EnvironmentId("main"), 1);
        ImportConflictMode mode = ImportConflictMode.UPSERT;
        boolean dryRun;
        @Nullable Integer maxErrors;
        public @Nullable String site = "s1";
        public @Nullable String model = "article";
        private int jobs;

        private Tenant() {
            collection(ContentKind.SITES)
                    .insertMany(
                            List.of(
                                    Document.parse(
                                            "{_id:'s1', alias:'one', name:'One', status:'READY'}"),
                                    Document.parse(
                                            "{_id:'s2', alias:'two', name:'Two', status:'READY'}")));
            collection(ContentKind.SECTIONS)
                    .insertMany(
                            List.of(
                                    Document.parse("{_id:'politics', siteId:'s1', name:'P'}"),
                                    Document.parse("{_id:'sports', siteId:'s1', name:'S'}")));
            collection(ContentKind.LABELS).insertOne(Document.parse("{_id:'checked', name:'C'}"));
            collection(ContentKind.AUTHORS).insertOne(Document.parse("{_id:'ada', name:'Ada'}"));
            collection(ContentKind.ASSETS)
                    .insertOne(Document.parse("{_id:'ca1', externalId:'image-1', type:1}"));
            collection(ContentKind.MODELS)
                    .insertMany(List.of(Document.parse(ARTICLE), Document.parse(NOTE)));
        }

        public MongoCollection<Document> collection(ContentKind kind) {
            return bean(MongoClient.class)
                    .getDatabase(ContentDatabases.database(organization))
                    .getCollection(ContentDatabases.collection(scope, kind));
        }

        public List<Document> all(ContentKind kind) {
            return collection(kind).find().into(new ArrayList<>());
        }

        public Document entry(String externalId) {
            return Objects.requireNonNull(
                    collection(ContentKind.ENTRIES)
                            .find(new Document("system.externalId", externalId))
                            .first(),
                    externalId);
        }

        String upload(String name, byte[] content) {
            bean(BlobStore.class).put(new BlobKey(organization, name), content, null);
            return name;
        }

        /// A job over this file, ready to be attempted.
        HandlerTrial job(String fileKey) {
            var spec = new JobSpec.ImportEntries(fileKey, mode, dryRun, site, model, maxErrors);
            var clock = Clock.tickMillis(ZoneOffset.UTC);
            var id = new JobId("job" + organization.value().replace("-", "") + "n" + ++jobs);
            var actor = Actor.named("u1", false, "u", "U");
            return new HandlerTrial(
                    Job.planned(
                            id,
                            organization,
                            scope.environment(),
                            "trial",
                            spec,
                            null,
                            actor,
                            null,
                            clock.instant()),
                    _ -> scope);
        }

        TaskHandler handler() {
            return new ImportEntries(
                    bean(BlobStore.class),
                    bean(ContentReader.class),
                    bean(ContentWriter.class),
                    bean(ChunkLedger.class),
                    Clock.tickMillis(ZoneOffset.UTC));
        }

        public Imported imported(String json) throws Exception {
            return imported(json.getBytes(StandardCharsets.UTF_8));
        }

        public Imported imported(byte[] content) throws Exception {
            var trial = job(upload("uploads/" + UUID.randomUUID() + "/file", content));
            var outcome = trial.attempt(TaskType.PROCESS_ENTRIES, handler()).orElseThrow();
            return new Imported(outcome, trial);
        }
    }

    /// An import that came to its end.
    public record Imported(Outcome outcome, HandlerTrial trial) {

        public String code() {
            return outcome instanceof Outcome.Failed failed ? failed.code() : "COMPLETED";
        }

        String message() {
            return outcome instanceof Outcome.Failed failed ? failed.message() : "";
        }

        /// `created/updated/deleted/skipped/failed`
        public String counts() {
            var counts = trial.job().tasks().getFirst().counts();
            return "%s/%s/%s/%s/%s"
                    .formatted(
                            counts.created(),
                            counts.updated(),
                            counts.deleted(),
                            counts.skipped(),
                            counts.failed());
        }

        List<LogLine> itemLines() {
            return trial.lines().stream().filter(line -> line.itemIndex() != null).toList();
        }

        /// The codes of what was said about items, with the item and the place.
        public List<String> said(LogType type) {
            return itemLines().stream()
                    .filter(line -> line.type() == type)
                    .map(line -> line.itemIndex() + " " + line.code() + " " + line.path())
                    .toList();
        }
    }

    static final String ARTICLE =
            """
            {_id: 'mdarticle', alias: 'article', name: 'Article', status: 1,
             titleAlias: 'title', slugAlias: 'title_slug',
             fields: [
              {alias: 'title', name: 'Title', type: 'TEXT', validations: {required: true, maxLength: 20}},
              {alias: 'title_slug', name: 'Slug', type: 'TEXT'},
              {alias: 'code', name: 'Code', type: 'TEXT', validations: {unique: true, pattern: '[A-Z]+'}},
              {alias: 'body', name: 'Body', type: 'RICH_TEXT'},
              {alias: 'rich', name: 'Rich', type: 'RICH_CONTENT'},
              {alias: 'count', name: 'Count', type: 'INTEGER', validations: {min: 1, max: 10}},
              {alias: 'price', name: 'Price', type: 'DECIMAL'},
              {alias: 'hot', name: 'Hot', type: 'BOOLEAN'},
              {alias: 'at', name: 'At', type: 'DATE_TIME'},
              {alias: 'where', name: 'Where', type: 'LOCATION'},
              {alias: 'url', name: 'Url', type: 'URL'},
              {alias: 'tags', name: 'Tags', type: 'TAG', list: true},
              {alias: 'image', name: 'Image', type: 'MEDIA'},
              {alias: 'author', name: 'Author', type: 'AUTHOR'},
              {alias: 'sections', name: 'Sections', type: 'SECTION'},
              {alias: 'related', name: 'Related', type: 'REFERENCE', list: true},
              {alias: 'kind', name: 'Kind', type: 'TEXT', validations: {allowedValues: ['a', 'b']}}
             ]}
            """;

    static final String NOTE =
            """
            {_id: 'mdnote', alias: 'note', name: 'Note', status: 1, titleAlias: 'text',
             fields: [
              {alias: 'text', name: 'Text', type: 'TEXT'},
              {alias: 'about', name: 'About', type: 'REFERENCE',
               validations: {required: true, models: ['mdarticle', 'mdnote']}}
             ]}
            """;

    static Map<String, Object> system(Document entry) {
        return entry.get("system", Document.class);
    }
}
