package codex.jobs.api.exports;

import codex.jobs.model.job.Job;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.files.KeptFile;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.stores.jobs.JobStore;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Drops the files of exports when their time is over, and what is left of those that never were
/// finished. Several instances may do this at once: deleting twice does no harm.
@Component
final class ExpiredFiles {

    private static final Logger log = LoggerFactory.getLogger(ExpiredFiles.class);

    private static final int MOST_AT_ONCE = 500;
    private static final Duration LATER = Duration.ofDays(1);

    private final KeptFileStore files;
    private final JobStore jobs;
    private final BlobStore blobs;
    private final MultipartUploads parts;
    private final InstantSource time;

    ExpiredFiles(
            KeptFileStore files,
            JobStore jobs,
            BlobStore blobs,
            MultipartUploads parts,
            InstantSource time) {
        this.files = files;
        this.jobs = jobs;
        this.blobs = blobs;
        this.parts = parts;
        this.time = time;
    }

    @Scheduled(
            initialDelayString = "${codex.jobs.api.exports.sweep-every:10m}",
            fixedDelayString = "${codex.jobs.api.exports.sweep-every:10m}")
    void sweep() {
        for (var file : files.overdue(time.instant(), MOST_AT_ONCE)) {
            try {
                drop(file);
            } catch (RuntimeException e) {
                log.warn("File of job {} not dropped, tried again later", file.job(), e);
            }
        }
    }

    private void drop(KeptFile file) {
        var key = new BlobKey(file.organization(), file.key());
        if (jobs.find(file.organization(), file.job())
                .filter(ExpiredFiles::isGoingOn)
                .isPresent()) {
            files.keep(key, file.job(), time.instant().plus(LATER));
            return;
        }
        parts.abortAll(key);
        blobs.delete(key);
        files.forget(file);
        log.info("File dropped, organization={}, job={}", file.organization(), file.job());
    }

    private static boolean isGoingOn(Job job) {
        return !job.status().isTerminal();
    }
}
