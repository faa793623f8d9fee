package codex.jobs.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.Jobs;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.files.KeptFile;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.stores.uploads.Upload;
import codex.jobs.stores.uploads.UploadStore;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

/// Makes files for histories.
final class AgingFiles {

    private static final byte[] BYTES = "[]".getBytes(UTF_8);

    private final UploadStore uploads;
    private final KeptFileStore exports;
    private final BlobStore blobs;
    private final MultipartUploads parts;
    private final MongoTemplate mongo;
    private final Duration keepUploads;
    private final Duration keepExports;

    AgingFiles(TestScheduler scheduler, Duration keepUploads, Duration keepExports) {
        this.uploads = scheduler.bean(UploadStore.class);
        this.exports = scheduler.bean(KeptFileStore.class);
        this.blobs = scheduler.bean(BlobStore.class);
        this.parts = scheduler.bean(MultipartUploads.class);
        this.mongo = scheduler.bean(MongoTemplate.class);
        this.keepUploads = keepUploads;
        this.keepExports = keepExports;
    }

    /// An upload that has just been completed.
    AgingFile upload() {
        var id = UUID.randomUUID().toString();
        var now = Scene.now();
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
                        Upload.Status.COMPLETED,
                        Jobs.ALICE,
                        now,
                        now,
                        now);
        uploads.insert(upload);
        blobs.put(new BlobKey(Jobs.ACME, upload.key()), BYTES, "application/json");
        return new Uploaded(upload);
    }

    /// The file that an export has just begun to write.
    AgingFile export(Job job) {
        var key = new BlobKey(Jobs.ACME, "exports/" + job.id() + "/entries.json");
        exports.begin(key, job.id(), Scene.now().plus(Duration.ofHours(2)));
        var multipart = parts.initiate(key, "application/json");
        parts.send(key, multipart, 1, BYTES, BYTES.length);
        return new Exported(key, job, multipart);
    }

    private void age(String collection, String id, Duration time, String... fields) {
        var which = new Query(Criteria.where("_id").is(id));
        var stored = mongo.findOne(which, Document.class, collection);
        if (stored == null) {
            return;
        }
        var older = new Document();
        for (var field : fields) {
            var date = stored.getDate(field);
            if (date != null) {
                older.append(field, Date.from(date.toInstant().minus(time)));
            }
        }
        if (!older.isEmpty()) {
            mongo.getCollection(collection)
                    .updateOne(which.getQueryObject(), new Document("$set", older));
        }
    }

    private final class Uploaded implements AgingFile {

        private final Upload upload;

        private Uploaded(Upload upload) {
            this.upload = upload;
        }

        @Override
        public String key() {
            return upload.key();
        }

        @Override
        public @Nullable Job export() {
            return null;
        }

        @Override
        public Duration keep() {
            return keepUploads;
        }

        @Override
        public void finish() {
            throw new IllegalStateException("It is whole");
        }

        @Override
        public boolean use() {
            return uploads.use(upload.organization(), key(), Scene.now());
        }

        @Override
        public void startRemoving(boolean deleted) {
            var now = Scene.now();
            if (uploads.startRemoving(upload, now.minus(keepUploads), now) && deleted) {
                blobs.delete(blob());
            }
        }

        @Override
        public void age(Duration time) {
            AgingFiles.this.age("uploads", upload.id(), time, "endedAt", "usedAt", "goingSince");
        }

        @Override
        public boolean isThere() {
            return isKnown() && blobs.head(blob()).isPresent();
        }

        @Override
        public boolean isKnown() {
            return uploads.find(upload.organization(), upload.id()).isPresent();
        }

        private BlobKey blob() {
            return new BlobKey(upload.organization(), key());
        }

        @Override
        public String toString() {
            return key();
        }
    }

    private final class Exported implements AgingFile {

        private final BlobKey key;
        private final Job job;
        private final String multipart;
        private boolean isWhole;

        private Exported(BlobKey key, Job job, String multipart) {
            this.key = key;
            this.job = job;
            this.multipart = multipart;
        }

        @Override
        public String key() {
            return key.path();
        }

        @Override
        public Job export() {
            return job;
        }

        @Override
        public Duration keep() {
            return keepExports;
        }

        @Override
        public void finish() {
            blobs.put(key, BYTES, "application/json");
            exports.finish(key, job.id(), Scene.now());
            isWhole = true;
        }

        @Override
        public boolean use() {
            return exports.use(key, Scene.now());
        }

        @Override
        public void startRemoving(boolean deleted) {
            var now = Scene.now();
            var before = now.minus(keepExports);
            for (var file : exports.unusedSince(key.organization(), before, null, 1_000)) {
                if (isMine(file) && exports.startRemoving(file, before, now) && deleted) {
                    blobs.delete(key);
                }
            }
        }

        private boolean isMine(KeptFile file) {
            return file.key().equals(key.path());
        }

        @Override
        public void age(Duration time) {
            AgingFiles.this.age(
                    "keptFiles", key.full(), time, "dropAt", "wholeSince", "usedAt", "goingSince");
        }

        @Override
        public boolean isThere() {
            return isWhole ? blobs.head(key).isPresent() : !parts.parts(key, multipart).isEmpty();
        }

        @Override
        public boolean isKnown() {
            return mongo.exists(new Query(Criteria.where("_id").is(key.full())), "keptFiles");
        }

        @Override
        public String toString() {
            return key();
        }
    }
}
