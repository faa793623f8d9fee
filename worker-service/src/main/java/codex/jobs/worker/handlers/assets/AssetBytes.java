package codex.jobs.worker.handlers.assets;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.chunks.StoredFile;
import codex.jobs.stores.files.UnusedBlobStore;
import codex.jobs.worker.handlers.items.UnreadableFile;
import codex.jobs.worker.handlers.items.ZipArchive;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.zip.ZipException;

/// Gets the bytes that a file names, wherever they lie, and keeps them once per organization under
/// the name of their hash.
final class AssetBytes {

    /// While one is being removed.
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final BlobStore blobs;
    private final UnusedBlobStore unused;
    private final AssetDownload download;
    private final AssetProperties limits;
    private final FetchDirectory directory;
    private final InstantSource clock;

    AssetBytes(
            BlobStore blobs,
            UnusedBlobStore unused,
            AssetDownload download,
            AssetProperties limits,
            FetchDirectory directory,
            InstantSource clock) {
        this.blobs = blobs;
        this.unused = unused;
        this.download = download;
        this.limits = limits;
        this.directory = directory;
        this.clock = clock;
    }

    /// Where the bytes of an asset lie once they are stored.
    static BlobKey key(OrganizationId organization, String sha256) {
        return BlobKey.ofHash(organization, sha256);
    }

    /// @param isKept false to look at the bytes only
    /// @throws IOException the archive could not be read, which is not the asset's fault
    Fetched fetch(
            OrganizationId organization,
            long item,
            String fileUrl,
            Optional<ZipArchive> archive,
            boolean isKept)
            throws IOException, InterruptedException {
        var file = directory.file();
        try {
            if (AssetAddress.isAbsolute(fileUrl)) {
                var address = AssetAddress.of(fileUrl);
                return address.isEmpty()
                        ? invalid("Not an http or https address")
                        : downloaded(organization, item, address.get(), file, isKept);
            }
            return archive.isEmpty()
                    ? invalid("Not an http or https address")
                    : unpacked(organization, item, fileUrl, archive.get(), file, isKept);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Fetched downloaded(
            OrganizationId organization, long item, URI address, Path file, boolean isKept)
            throws InterruptedException {
        return switch (download.fetch(address, file)) {
            case AssetDownload.Download.Done(var intake) ->
                    accepted(organization, item, intake, file, isKept);
            case AssetDownload.Download.Failed(var why) -> why;
        };
    }

    private Fetched unpacked(
            OrganizationId organization,
            long item,
            String name,
            ZipArchive archive,
            Path file,
            boolean isKept)
            throws IOException, InterruptedException {
        var member = archive.member(name.startsWith("./") ? name.substring(2) : name);
        if (member.isEmpty() || name.endsWith("/")) {
            return invalid("The archive has no such member");
        }
        try (var in = member.get().open(0)) {
            var intake = Intake.copy(in, file, limits.maxSize().toBytes());
            if (intake.size() != member.get().sizeInBytes()) {
                return broken();
            }
            return accepted(organization, item, intake, file, isKept);
        } catch (EOFException | ZipException | UnreadableFile _) {
            return broken();
        } catch (TooLarge _) {
            return AssetDownload.tooLarge(limits);
        }
    }

    private Fetched accepted(
            OrganizationId organization, long item, Intake intake, Path file, boolean isKept)
            throws InterruptedException {
        if (intake.size() == 0) {
            return new Fetched.Refused("UNSUPPORTED_TYPE", "The file is empty");
        }
        var type = ContentTypes.of(file);
        if (!limits.allows(type)) {
            return new Fetched.Refused(
                    "UNSUPPORTED_TYPE", "Files of type " + type + " are not accepted");
        }
        var key = key(organization, intake.sha256());
        if (isKept) {
            keep(key, file, type);
        }
        return new Fetched.Stored(new StoredFile(item, intake.sha256(), intake.size(), type));
    }

    /// Bytes that are there may be unused, and about to be removed: that must be over, or put off
    /// until the asset refers to them.
    private void keep(BlobKey key, Path file, String type) throws InterruptedException {
        while (!unused.use(key, clock.instant())) {
            Thread.sleep(PAUSE);
        }
        if (blobs.head(key).isEmpty()) {
            blobs.put(key, file, type);
        }
    }

    private static Fetched invalid(String message) {
        return new Fetched.Refused("INVALID_URL", message);
    }

    private static Fetched broken() {
        return Fetched.failed("The member of the archive is damaged");
    }
}
