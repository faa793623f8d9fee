package codex.jobs.api.uploads;

import codex.jobs.api.ApiProperties;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.uploads.Upload;
import codex.jobs.stores.uploads.UploadStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
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

    /// With a time of their own.
    private final List<OrganizationId> special;

    @Autowired
    AbandonedUploads(
            UploadStore uploads,
            UploadCourse course,
            InstantSource time,
            ApiProperties properties) {
        this(uploads, course, time, properties.uploads());
    }

    AbandonedUploads(
            UploadStore uploads,
            UploadCourse course,
            InstantSource time,
            ApiProperties.Uploads properties) {
        this.uploads = uploads;
        this.course = course;
        this.time = time;
        this.properties = properties;
        this.special =
                properties.organizations().keySet().stream().map(OrganizationId::new).toList();
    }

    @Scheduled(
            initialDelayString = "${codex.jobs.api.uploads.sweep-every:10m}",
            fixedDelayString = "${codex.jobs.api.uploads.sweep-every:10m}")
    void sweep() {
        drop(uploads.expiredBefore(expired(properties.abortedAfter()), special, MOST_AT_ONCE));
        for (var organization : special) {
            var expired = expired(properties.abortedAfter(organization));
            drop(uploads.expiredBefore(organization, expired, MOST_AT_ONCE));
        }
    }

    /// Their addresses end earlier than they are dropped.
    private Instant expired(Duration abortedAfter) {
        return time.instant().minus(abortedAfter.minus(properties.urlValidity()));
    }

    private void drop(List<Upload> abandoned) {
        for (var upload : abandoned) {
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
