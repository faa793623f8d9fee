package codex.jobs.worker.handlers.assets;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How assets are fetched (specification 3.1, "Download rules").
///
/// @param maxSize the largest asset; S3 takes 5 GiB at once
/// @param connectTimeout until a server answers a connection, and between two packets
/// @param total for one asset, over all tries and redirects; must be shorter than
///   `codex.jobs.worker.attempt.stall`
/// @param redirects followed at most
/// @param tries for failures that may pass
/// @param pause before the second try; twice as long before each further one
/// @param perHost downloads from one host at the same time
/// @param contentTypes what an asset may be, as found in its bytes; `image/*` means all images
@ConfigurationProperties("codex.jobs.worker.assets")
public record AssetProperties(
        @DefaultValue("5GB") DataSize maxSize,
        @DefaultValue("30s") Duration connectTimeout,
        @DefaultValue("10m") Duration total,
        @DefaultValue("5") int redirects,
        @DefaultValue("3") int tries,
        @DefaultValue("1s") Duration pause,
        @DefaultValue("8") int perHost,
        @DefaultValue({
                    "image/*",
                    "audio/*",
                    "video/*",
                    "application/pdf",
                    "application/rtf",
                    "application/epub+zip",
                    "application/msword",
                    "application/vnd.ms-excel",
                    "application/vnd.ms-powerpoint",
                    "application/vnd.openxmlformats-officedocument.*",
                    "application/vnd.oasis.opendocument.*",
                    "application/x-subrip",
                    "application/zip",
                    "text/calendar",
                    "text/plain",
                    "text/vtt",
                    "text/x-vcard"
                })
                Set<String> contentTypes) {

    public AssetProperties {
        contentTypes = Set.copyOf(contentTypes);
        if (maxSize.toBytes() < 1 || tries < 1 || perHost < 1 || redirects < 0) {
            throw new IllegalArgumentException("Sizes, tries and parallel downloads start at 1");
        }
    }

    boolean allows(String contentType) {
        return contentTypes.stream()
                .anyMatch(allowed ->
                        allowed.endsWith("*")
                                ? contentType.startsWith(allowed.substring(0, allowed.length() - 1))
                                : contentType.equals(allowed));
    }
}
