package codex.jobs.worker.handlers.export;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.blobs.Part;
import codex.jobs.stores.blobs.PartTag;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.files.KeptFileStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The file of an export in the object store. Nothing can be seen of it before it is joined, unless
/// it has one part only.
final class ExportFile {

    private static final int PAGE = 500;
    private static final Duration UNFINISHED_FOR = Duration.ofDays(2);

    private final BlobStore blobs;
    private final MultipartUploads multipart;
    private final ChunkLedger ledger;
    private final KeptFileStore files;
    private final InstantSource clock;
    private final JobId job;
    private final BlobKey key;
    private final String contentType;

    ExportFile(
            BlobStore blobs,
            MultipartUploads multipart,
            ChunkLedger ledger,
            KeptFileStore files,
            InstantSource clock,
            JobId job,
            BlobKey key,
            String contentType) {
        this.blobs = blobs;
        this.multipart = multipart;
        this.ledger = ledger;
        this.files = files;
        this.clock = clock;
        this.job = job;
        this.key = key;
        this.contentType = contentType;
    }

    /// Nothing is written yet, except by an attempt that died before it could say so. What comes
    /// goes after some time even if nobody finishes it.
    void start() {
        files.begin(key, job, clock.instant().plus(UNFINISHED_FOR));
        drop();
    }

    /// The file is whole and can be downloaded for a while.
    void finish() {
        files.finish(key, job, clock.instant());
    }

    /// Drops all that was written, also what no checkpoint knows of.
    void drop() {
        multipart.abortAll(key);
        blobs.delete(key);
    }

    void drop(String upload) {
        multipart.abort(key, upload);
    }

    String begin() {
        return multipart.initiate(key, contentType);
    }

    /// Sends the next part again and again until a checkpoint says that it is there: the last one
    /// counts.
    ///
    /// @return its tag
    String send(String upload, int part, PartBuffer content) {
        return multipart.send(key, upload, part, content.bytes(), content.size()).etag();
    }

    /// The whole file at once.
    void put(PartBuffer content) {
        blobs.put(key, content.toByteArray(), contentType);
    }

    /// Makes the file of its parts, or does nothing if that was done already.
    ///
    /// @return whether the file is what was written: not if a worker that was taken for dead has
    ///   written over one of the parts
    boolean join(TaskId task, String upload, ExportPosition end) {
        var isJoined =
                blobs.head(key).filter(info -> info.sizeInBytes() == end.bytes()).isPresent();
        if (isJoined) {
            return true;
        }
        var written = tags(task, end.parts());
        var arrived = multipart.parts(key, upload);
        if (!tags(arrived).equals(written) || size(arrived) != end.bytes()) {
            return false;
        }
        multipart.join(key, upload, written);
        return true;
    }

    /// Of the last so many parts: those before them were written by attempts that were given up.
    private List<PartTag> tags(TaskId task, int parts) {
        var tags = new ArrayList<String>();
        for (var records = ledger.from(task, 0, PAGE); !records.isEmpty(); ) {
            for (var record : records) {
                var tag = record.position().get(ExportRun.TAG);
                if (tag != null) {
                    tags.add(tag);
                }
            }
            records = ledger.from(task, records.getLast().chunk() + 1, PAGE);
        }
        var skipped = Math.max(0, tags.size() - parts);
        return IntStream.range(skipped, tags.size())
                .mapToObj(at -> new PartTag(at - skipped + 1, tags.get(at)))
                .toList();
    }

    private static List<PartTag> tags(List<Part> parts) {
        return parts.stream().map(part -> new PartTag(part.number(), part.etag())).toList();
    }

    private static long size(List<Part> parts) {
        return parts.stream().mapToLong(Part::sizeInBytes).sum();
    }

    /// SHA-256 in hex digits. An attempt that has not written the whole file reads it again.
    String checksum(FileDigest digest) throws IOException {
        var known = digest.hex();
        if (known.isPresent()) {
            return known.get();
        }
        try (var content = blobs.open(key)) {
            return digest.hexOf(content);
        }
    }
}
