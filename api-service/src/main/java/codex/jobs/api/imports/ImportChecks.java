package codex.jobs.api.imports;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.JobInput;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobInfo;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.stores.files.UnusedBlobStore;
import codex.jobs.stores.uploads.UploadStore;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// What an import refers to must be there when the job is created.
@Component
final class ImportChecks {

    private static final Logger log = LoggerFactory.getLogger(ImportChecks.class);

    private final BlobStore blobs;
    private final UploadStore uploads;
    private final KeptFileStore exports;
    private final UnusedBlobStore unused;
    private final ContentReader content;
    private final InstantSource time;
    private final long maxFileSize;

    ImportChecks(
            BlobStore blobs,
            UploadStore uploads,
            KeptFileStore exports,
            UnusedBlobStore unused,
            ContentReader content,
            InstantSource time,
            ApiProperties properties) {
        this.blobs = blobs;
        this.uploads = uploads;
        this.exports = exports;
        this.unused = unused;
        this.content = content;
        this.time = time;
        this.maxFileSize = properties.imports().maxFileSize().toBytes();
    }

    void check(CreateImportJobInput input, Caller caller, Violations violations) {
        JobInput.checkEnvironment(violations, caller);
        if (input.fileKey() != null && violations.accepts("fileKey")) {
            checkFile(input.fileKey(), caller, violations);
        }
        var scope = caller.environment().scope();
        if (input.siteId() != null
                && violations.accepts("siteId")
                && !content.siteExists(scope, input.siteId())) {
            violations.add(ErrorCode.SITE_NOT_FOUND, "siteId", "There is no such site.");
        }
        if (input.model() != null
                && violations.accepts("model")
                && content.modelByIdOrAlias(scope, input.model()).isEmpty()) {
            violations.add(ErrorCode.MODEL_NOT_FOUND, "model", "There is no such model.");
        }
    }

    private void checkFile(String fileKey, Caller caller, Violations violations) {
        var file = file(fileKey, caller.organization());
        if (file.isEmpty()) {
            violations.add(ErrorCode.FILE_NOT_FOUND, "fileKey", "There is no file with this key.");
        } else if (file.get().sizeInBytes() > maxFileSize) {
            violations.add(
                    ErrorCode.FILE_TOO_LARGE,
                    "fileKey",
                    "The file is larger than " + maxFileSize + " bytes.");
        }
    }

    private Optional<BlobInfo> file(String fileKey, OrganizationId organization) {
        if (!BlobKey.isValid(organization, fileKey) || fileKey.startsWith("orgs/")) {
            log.warn("File key outside the organization refused, organization={}", organization);
            return Optional.empty();
        }
        // In this order: what is removed is gone before what tells so. What was used stays until
        // long after the job is stored.
        var key = new BlobKey(organization, fileKey);
        return isUsable(key) ? blobs.head(key) : Optional.empty();
    }

    private boolean isUsable(BlobKey key) {
        var now = time.instant();
        return uploads.use(key.organization(), key.path(), now)
                && exports.use(key, now)
                && (key.hash().isEmpty() || unused.use(key, now));
    }
}
