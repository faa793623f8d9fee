package codex.jobs.worker.handlers.export;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.Actor;
import codex.jobs.stores.StoresProperties;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.worker.handlers.entries.ImportTrial;
import codex.jobs.worker.handlers.entries.ImportTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import codex.jobs.worker.runtime.TaskHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/// Exports of one organization.
record Exports(ImportTrial trial, Tenant tenant) {

    static final String ALL = "{}";

    static Exports in(ImportTrial trial) {
        return new Exports(trial, trial.tenant());
    }

    /// A job ready to be attempted.
    HandlerTrial job(String filter, ExportFormat format) {
        var clock = Clock.tickMillis(ZoneOffset.UTC);
        return new HandlerTrial(
                Job.planned(
                        new JobId("export" + UUID.randomUUID().toString().replace("-", "")),
                        tenant.organization,
                        tenant.scope.environment(),
                        "trial",
                        new JobSpec.ExportEntries(filter, format),
                        null,
                        Actor.named("u1", false, "u", "U"),
                        null,
                        clock.instant()),
                _ -> tenant.scope);
    }

    TaskHandler handler() {
        return new ExportEntries(
                trial.bean(BlobStore.class),
                trial.bean(MultipartUploads.class),
                trial.bean(ContentReader.class),
                trial.bean(EntryReader.class),
                trial.bean(ChunkLedger.class),
                trial.bean(KeptFileStore.class),
                Clock.tickMillis(ZoneOffset.UTC));
    }

    /// One attempt at the job.
    void attempt(HandlerTrial job) throws Exception {
        var _ = job.attempt(TaskType.PROCESS_ENTRIES, handler());
    }

    Exported exported(String filter, ExportFormat format) throws Exception {
        var job = job(filter, format);
        attempt(job);
        return result(job);
    }

    Exported result(HandlerTrial job) {
        var result = job.job().result();
        var key = new BlobKey(tenant.organization, Objects.requireNonNull(result.fileKey()));
        try (var file = trial.bean(BlobStore.class).open(key)) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return new Exported(result, text, job.lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An export that came to its end.
    record Exported(JobResult result, String text, List<LogLine> lines) {

        List<String> codes() {
            return lines.stream().map(LogLine::code).filter(Objects::nonNull).toList();
        }
    }

    /// The keys of all objects, and the uploads that are still open.
    List<String> left() {
        var s3 = trial.bean(S3Client.class);
        var bucket = trial.bean(StoresProperties.class).s3().bucket();
        var prefix = "orgs/" + tenant.organization + "/exports/";
        var objects =
                s3
                        .listObjectsV2(request -> request.bucket(bucket).prefix(prefix))
                        .contents()
                        .stream()
                        .map(object -> object.key());
        var uploads =
                s3.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
                        .map(MultipartUpload::key)
                        .filter(key -> key.startsWith(prefix))
                        .map(key -> key + " is open");
        return Stream.concat(objects, uploads).toList();
    }

    /// Whether the file of this job is kept as one that is whole, and not only for some days.
    boolean isWhole(HandlerTrial job) {
        var distant = Instant.now().plus(Duration.ofDays(99));
        var files = trial.bean(KeptFileStore.class);
        var whole = files.unusedSince(tenant.organization, distant, null, 1_000);
        var isWhole = whole.stream().anyMatch(file -> file.job().equals(job.job().id()));
        var isAwaited =
                files.unfinishedSince(distant, 1_000).stream()
                        .anyMatch(file -> file.job().equals(job.job().id()));
        if (isWhole == isAwaited) {
            throw new AssertionError("Kept for ever, or not at all");
        }
        return isWhole;
    }

    /// Stores entries of a mebibyte each, `large-0` and so on, in this order.
    void largeEntries(int count) {
        var body = "x".repeat(1 << 20);
        tenant.collection(ContentKind.ENTRIES)
                .insertMany(
                        IntStream.range(0, count)
                                .mapToObj(number ->
                                        entry("ce" + (100 + number), "large-" + number)
                                                .append("content", new Document("body", body)))
                                .toList());
    }

    /// An article, published.
    static Document entry(String id, String externalId) {
        return new Document("_id", id)
                .append(
                        "system",
                        new Document("siteId", "s1")
                                .append("modelId", "mdarticle")
                                .append("modelAlias", "article")
                                .append("externalId", externalId)
                                .append("status", 1));
    }
}
