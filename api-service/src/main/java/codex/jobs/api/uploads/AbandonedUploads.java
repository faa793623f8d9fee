package codex.jobs.api.uploads;

import codex.jobs.api.ApiProperties;
import codex.jobs.stores.uploads.UploadStore;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Drops uploads that nobody finished. Several instances may do this at once: aborting twice does
/// no harm, and only one of them marks the upload.
@Component
final class AbandonedUploads {

    private static final Logger log = LoggerFactory.getLogger(AbandonedUploads.class);

    private static final int MOST_AT_ONCE = 500;

    private final UploadStore uploads;
    private final UploadCourse course;
    private final InstantSource time;
    private final ApiProperties.Uploads properties;

    AbandonedUploads(
            UploadStore uploads,
            UploadCourse course,
            InstantSource time,
            ApiProperties properties) {
        this.uploads = uploads;
        this.course = course;
        this.time = time;
        this.properties = properties.uploads();
    }

    @Scheduled(
            initialDelayString = "${codex.jobs.api.uploads.sweep-every:10m}",
            fixedDelayString = "${codex.jobs.api.uploads.sweep-every:10m}")
    void sweep() {
        // Their addresses end earlier than they are dropped.
        var grace = properties.abortedAfter().minus(properties.urlValidity());
        for (var upload : uploads.expiredBefore(time.instant().minus(grace), MOST_AT_ONCE)) {
            try {
                course.abort(upload);
                log.info(
                        "Abandoned upload dropped, organization={}, upload={}",
                        upload.organization(),
                        upload.id());
            } catch (RuntimeException e) {
                log.warn("Abandoned upload {} not dropped, tried again later", upload.id(), e);
            }
        }
    }
}
