package codex.jobs.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.DraftEnvironment;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.uploads.Upload;
import codex.jobs.stores.uploads.Upload.Status;
import codex.jobs.stores.uploads.UploadStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Things that were left behind some time ago.
final class Leftovers {

    private final UploadStore uploads;
    private final BlobStore blobs;
    private final KeptFileStore exports;
    private final MultipartUploads parts;
    private final ContentWriter content;
    private final ContentCopies copies;
    private final EnvironmentStore environments;

    Leftovers(TestScheduler scheduler) {
        uploads = scheduler.bean(UploadStore.class);
        blobs = scheduler.bean(BlobStore.class);
        exports = scheduler.bean(KeptFileStore.class);
        parts = scheduler.bean(MultipartUploads.class);
        content = scheduler.bean(ContentWriter.class);
        copies = scheduler.bean(ContentCopies.class);
        environments = scheduler.bean(EnvironmentStore.class);
    }

    /// An upload that was completed so long ago.
    Upload upload(Duration ago) {
        var upload = upload(ago, Status.COMPLETED);
        blobs.put(key(upload), "[]".getBytes(UTF_8), "application/json");
        return upload;
    }

    Upload aborted(Duration ago) {
        return upload(ago, Status.ABORTED);
    }

    private Upload upload(Duration ago, Status status) {
        var id = UUID.randomUUID().toString();
        var then = Scene.now().minus(ago);
        var upload =
                new Upload(
                        id,
                        Jobs.ACME,
                        "uploads/" + id + "/a.json",
                        "a.json",
                        2,
                        8 << 20,
                        null,
                        null,
                        status,
                        Jobs.ALICE,
                        then,
                        then,
                        then);
        uploads.insert(upload);
        return upload;
    }

    /// An upload whose removal somebody has begun so long ago.
    Upload halfRemoved(Duration ago, Duration since) {
        var upload = upload(ago);
        if (!uploads.startRemoving(upload, Scene.now(), Scene.now().minus(since))) {
            throw new AssertionError("Not begun");
        }
        return upload;
    }

    /// The file of an export that was finished so long ago.
    BlobKey exported(Job export, Duration ago) {
        var key = fileOf(export);
        blobs.put(key, "[]".getBytes(UTF_8), "application/json");
        exports.finish(key, export.id(), Scene.now().minus(ago));
        return key;
    }

    /// One whose removal somebody has begun so long ago.
    BlobKey halfRemoved(Job export, Duration ago, Duration since) {
        var key = exported(export, ago);
        var file =
                exports.unusedSince(Jobs.ACME, Scene.now(), null, 1_000).stream()
                        .filter(one -> one.key().equals(key.path()))
                        .findFirst()
                        .orElseThrow();
        if (!exports.startRemoving(file, Scene.now(), Scene.now().minus(since))) {
            throw new AssertionError("Not begun");
        }
        return key;
    }

    /// A file of which one part was written.
    record Unfinished(BlobKey key, String upload) {}

    /// One whose end was awaited until so long ago.
    Unfinished unfinished(Job export, Duration ago) {
        var key = fileOf(export);
        exports.begin(key, export.id(), Scene.now().minus(ago));
        var upload = parts.initiate(key, "application/json");
        parts.send(key, upload, 1, new byte[] {1}, 1);
        return new Unfinished(key, upload);
    }

    private static BlobKey fileOf(Job export) {
        return new BlobKey(export.organization(), "exports/" + export.id() + "/entries.json");
    }

    boolean use(BlobKey export) {
        return exports.use(export, Scene.now());
    }

    boolean isThere(BlobKey export) {
        return blobs.head(export).isPresent();
    }

    boolean isThere(Unfinished export) {
        return !parts.parts(export.key(), export.upload()).isEmpty();
    }

    boolean isKnown(BlobKey export) {
        return exports.has(export);
    }

    void draft(Job job) {
        content.put(
                new Scope(Jobs.ACME, DraftEnvironment.of(job.id()), 1),
                ContentKind.ASSETS,
                List.of(Map.of("_id", "a")));
    }

    /// An environment with something in it that somebody has given this id.
    EnvironmentId environment(EnvironmentId id) {
        content.put(new Scope(Jobs.ACME, id, 1), ContentKind.ASSETS, List.of(Map.of("_id", "a")));
        environments.insert(
                new Environment(
                        id,
                        Jobs.ACME,
                        new EnvironmentAlias("looks-like-a-draft"),
                        null,
                        EnvironmentStatus.READY,
                        false,
                        1,
                        null,
                        Scene.now(),
                        null,
                        null));
        return id;
    }

    Set<EnvironmentId> environments() {
        return copies.environments(Jobs.ACME);
    }

    JobSpec importOf(Upload upload) {
        return importOf(upload.key());
    }

    JobSpec importOf(String key) {
        return new JobSpec.ImportEntries(key, ImportConflictMode.UPSERT, false, null, null, null);
    }

    boolean use(Upload upload) {
        return uploads.use(upload.organization(), upload.key(), Scene.now());
    }

    /// Neither the file nor what is known of it is gone.
    boolean isThere(Upload upload) {
        var isKnown = uploads.find(upload.organization(), upload.id()).isPresent();
        var isStored = upload.status() == Status.ABORTED || blobs.head(key(upload)).isPresent();
        if (isKnown != isStored && upload.status() == Status.COMPLETED) {
            throw new AssertionError("Half of " + upload.id() + " is there");
        }
        return isKnown && isStored;
    }

    private static BlobKey key(Upload upload) {
        return new BlobKey(upload.organization(), upload.key());
    }
}
