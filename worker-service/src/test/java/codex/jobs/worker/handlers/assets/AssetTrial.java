package codex.jobs.worker.handlers.assets;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.TaskType;
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
import codex.jobs.stores.files.UnusedBlobStore;
import codex.jobs.worker.handlers.FailingStores;
import codex.jobs.worker.handlers.StoresTrial;
import codex.jobs.worker.runtime.HandlerTrial;
import codex.jobs.worker.runtime.Outcome;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.unit.DataSize;

/// Imports assets into real stores: every test has an organization of its own.
final class AssetTrial extends StoresTrial {

    static final Clock CLOCK = Clock.tickMillis(ZoneOffset.UTC);
    private static final AssetProperties LIMITS = limits(DataSize.ofKilobytes(64));

    private final AssetDownload download =
            new AssetDownload(LIMITS, InetAddress::isLoopbackAddress, CLOCK);

    private final FetchDirectory fetched =
            FetchDirectory.open(Path.of(System.getProperty("java.io.tmpdir")));

    AssetTrial() {
        this(new FailingStores());
    }

    /// Everything is written through these clients.
    AssetTrial(FailingStores clients) {
        super(clients, Part.MONGODB, Part.S3);
    }

    @Override
    public void afterAll(ExtensionContext test) {
        try {
            download.close();
            fetched.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        super.afterAll(test);
    }

    Tenant tenant() {
        return new Tenant();
    }

    static AssetProperties limits(DataSize maxSize) {
        return limits(maxSize, Duration.ofSeconds(20), 8);
    }

    static AssetProperties limits(Duration total, int perHost) {
        return limits(DataSize.ofBytes(1_000), total, perHost);
    }

    private static AssetProperties limits(DataSize maxSize, Duration total, int perHost) {
        return new AssetProperties(
                maxSize,
                Duration.ofSeconds(5),
                total,
                5,
                3,
                Duration.ofMillis(1),
                perHost,
                Set.of("image/*", "text/plain"));
    }

    static byte[] zip(Map<String, String> members) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /// One organization.
    final class Tenant {

        final OrganizationId organization =
                new OrganizationId("t" + UUID.randomUUID().toString().substring(0, 12));
        final Scope scope = new Scope(organization, new EnvironmentId("main"), 1);
        ImportConflictMode mode = ImportConflictMode.UPSERT;
        boolean dryRun;
        @Nullable Integer maxErrors;
        private int jobs;

        MongoCollection<Document> collection(ContentKind kind) {
            return bean(MongoClient.class)
                    .getDatabase(ContentDatabases.database(organization))
                    .getCollection(ContentDatabases.collection(scope, kind));
        }

        List<Document> assets() {
            return collection(ContentKind.ASSETS)
                    .find()
                    .sort(new Document("externalId", 1))
                    .into(new ArrayList<>());
        }

        Document asset(String externalId) {
            return Objects.requireNonNull(
                    collection(ContentKind.ASSETS)
                            .find(new Document("externalId", externalId))
                            .first(),
                    externalId);
        }

        boolean hasBlob(String sha256) {
            return bean(BlobStore.class).head(AssetBytes.key(organization, sha256)).isPresent();
        }

        HandlerTrial job(byte[] content) {
            var key = "uploads/" + UUID.randomUUID() + "/file";
            bean(BlobStore.class).put(new BlobKey(organization, key), content, null);
            var id = new JobId("job" + organization.value().replace("-", "") + "n" + ++jobs);
            return new HandlerTrial(
                    Job.planned(
                            id,
                            organization,
                            scope.environment(),
                            "trial",
                            new JobSpec.ImportAssets(key, mode, dryRun, maxErrors),
                            null,
                            Actor.named("u1", false, "u", "U"),
                            null,
                            CLOCK.instant()),
                    _ -> scope);
        }

        /// One attempt; empty if it was stopped.
        Optional<Outcome> attempt(HandlerTrial trial) throws Exception {
            return trial.attempt(
                    TaskType.PROCESS_ASSETS,
                    new ProcessAssets(
                            bean(BlobStore.class),
                            bean(UnusedBlobStore.class),
                            bean(ContentReader.class),
                            bean(ContentWriter.class),
                            bean(ChunkLedger.class),
                            download,
                            LIMITS,
                            fetched,
                            CLOCK));
        }

        Imported imported(String json) throws Exception {
            return imported(json.getBytes(StandardCharsets.UTF_8));
        }

        Imported imported(byte[] content) throws Exception {
            var trial = job(content);
            return new Imported(attempt(trial).orElseThrow(), trial);
        }
    }

    /// An import that came to its end.
    record Imported(Outcome outcome, HandlerTrial trial) {

        String code() {
            return outcome instanceof Outcome.Failed failed ? failed.code() : "COMPLETED";
        }

        /// `created/updated/skipped/failed`
        String counts() {
            var counts = trial.job().tasks().getFirst().counts();
            return "%s/%s/%s/%s"
                    .formatted(
                            counts.created(), counts.updated(), counts.skipped(), counts.failed());
        }

        List<String> said() {
            return trial.lines().stream()
                    .filter(line -> line.itemIndex() != null)
                    .map(line -> line.itemIndex() + " " + line.code() + " " + line.path())
                    .toList();
        }

        List<String> messages() {
            return trial.lines().stream().map(line -> line.message()).toList();
        }
    }
}
