package codex.jobs.scheduler.retention;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.ListedBlob;
import codex.jobs.stores.files.UnusedBlob;
import codex.jobs.stores.files.UnusedBlobStore;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Removes the bytes of assets to which nothing refers any more. Once a day all of them are looked
/// through, and what nobody needs is noted; what was noted a day ago, and is not needed now either,
/// goes. An import that finds bytes takes the note away, and so has a day to refer to them; see
/// [UnusedBlobStore]. Several schedulers may do this at once; what one of them has left half done
/// another one ends.
@Component
public final class UnusedBlobs {

    /// Longer than an import takes from finding the bytes to noting that it has fetched them.
    private static final Duration NOTED_FOR = Duration.ofDays(1);

    /// Afterwards somebody else might take us for dead.
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final int PAGE = 1_000;

    private final OrganizationStore organizations;
    private final BlobUses uses;
    private final UnusedBlobStore unused;
    private final BlobStore blobs;
    private final RetentionProperties properties;
    private final InstantSource clock;
    private final Counter count;

    UnusedBlobs(
            OrganizationStore organizations,
            BlobUses uses,
            UnusedBlobStore unused,
            BlobStore blobs,
            RetentionProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        this.organizations = organizations;
        this.uses = uses;
        this.unused = unused;
        this.blobs = blobs;
        this.properties = properties;
        this.clock = clock;
        this.count = meters.counter("codex.jobs.scheduler.blobs.removed");
    }

    public void remove() {
        removeNoted();
        for (var organization : organizations.list()) {
            if (isDue(organization)) {
                note(organization.id());
            }
        }
    }

    private boolean isDue(Organization organization) {
        var now = clock.instant();
        return unused.startPass(organization.id(), now.minus(properties.blobPeriod()), now);
    }

    private void note(OrganizationId organization) {
        var size = Math.min(properties.batch(), PAGE);
        @Nullable String last = null;
        var isMore = true;
        while (isMore) {
            var page = blobs.list(organization, BlobKey.HASHED, last, size);
            note(organization, page);
            isMore = page.size() == size;
            last = page.isEmpty() ? null : page.getLast().key().path();
        }
    }

    private void note(OrganizationId organization, List<ListedBlob> page) {
        var before = clock.instant().minus(properties.unusedBlobs(organization));
        var old =
                page.stream()
                        .filter(blob -> !blob.lastModified().isAfter(before))
                        .map(ListedBlob::key)
                        .filter(key -> key.hash().isPresent())
                        .toList();
        var needed = uses.among(organization, hashes(old, Function.identity()));
        old.stream()
                .filter(key -> !needed.contains(hash(key)))
                .forEach(key -> unused.mark(key, clock.instant()));
    }

    private void removeNoted() {
        var before = clock.instant().minus(NOTED_FOR);
        var isMore = true;
        while (isMore) {
            var noted = unused.since(before, clock.instant(), properties.batch());
            noted.stream()
                    .collect(Collectors.groupingBy(blob -> blob.key().organization()))
                    .forEach(this::remove);
            isMore = noted.size() == properties.batch();
        }
    }

    private void remove(OrganizationId organization, List<UnusedBlob> noted) {
        var begun = System.nanoTime();
        var going = new ArrayList<UnusedBlob>();
        for (var blob : noted) {
            unused.startRemoving(blob, clock.instant()).ifPresent(going::add);
        }
        var hashes = hashes(going, UnusedBlob::key);
        var needed = new HashSet<>(uses.among(organization, hashes));
        needed.addAll(uses.among(organization, hashes));
        for (var blob : going) {
            if (needed.contains(hash(blob.key()))) {
                unused.forget(blob);
            } else if (System.nanoTime() - begun < LONGEST.toNanos()) {
                blobs.delete(blob.key(), LONGEST);
                unused.forget(blob);
                count.increment();
            }
        }
    }

    private static <T> Set<String> hashes(Collection<T> blobs, Function<T, BlobKey> key) {
        return blobs.stream().map(key).map(UnusedBlobs::hash).collect(Collectors.toSet());
    }

    private static String hash(BlobKey key) {
        return key.hash().orElseThrow();
    }
}
