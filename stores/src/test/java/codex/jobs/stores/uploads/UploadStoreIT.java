package codex.jobs.stores.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Any;
import codex.jobs.stores.Stores;
import codex.jobs.stores.Together;
import codex.jobs.stores.uploads.Upload.Status;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

class UploadStoreIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final OrganizationId ACME = new OrganizationId("acme");

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    private final UploadStore uploads = stores.get(UploadStore.class);

    @BeforeEach
    void noUploads() {
        stores.get(MongoTemplate.class).remove(new Query(), "uploads");
    }

    @Test
    void everyUploadComesBackAsItWas() {
        var seed = System.nanoTime();
        var upload = new Any(seed).of(Upload.class);

        uploads.insert(upload);

        assertThat(uploads.find(upload.organization(), upload.id()))
                .as("seed %d", seed)
                .contains(upload);
    }

    @Test
    void uploadOfAnotherOrganizationIsNotFound() {
        var upload = upload(NOW);
        uploads.insert(upload);

        assertThat(uploads.find(new OrganizationId("other"), upload.id())).isEmpty();
        assertThat(uploads.end(new OrganizationId("other"), upload.id(), Status.ABORTED, NOW))
                .isFalse();
    }

    @Test
    void uploadEndsOnce() throws Exception {
        var upload = upload(NOW);
        uploads.insert(upload);

        var answers = Together.run(8, () -> uploads.end(ACME, upload.id(), Status.COMPLETED, NOW));

        assertThat(Collections.frequency(answers, true)).isEqualTo(1);
        var stored = uploads.find(ACME, upload.id()).orElseThrow();
        assertThat(stored.status()).isEqualTo(Status.COMPLETED);
        assertThat(stored.endedAt()).isEqualTo(NOW);
    }

    @Test
    void openUploadsExpireOldestFirst() {
        var later = upload(NOW.minusSeconds(1));
        var sooner = upload(NOW.minusSeconds(2));
        var ended = upload(NOW.minusSeconds(3));
        uploads.insert(later);
        uploads.insert(sooner);
        uploads.insert(ended);
        uploads.insert(upload(NOW));
        uploads.end(ACME, ended.id(), Status.ABORTED, NOW);

        var other = new OrganizationId("other");
        assertThat(uploads.expiredBefore(NOW, List.of(), 10)).containsExactly(sooner, later);
        assertThat(uploads.expiredBefore(NOW, List.of(other), 1)).containsExactly(sooner);
        assertThat(uploads.expiredBefore(NOW, List.of(ACME), 10)).isEmpty();
        assertThat(uploads.expiredBefore(ACME, NOW, 10)).containsExactly(sooner, later);
        assertThat(uploads.expiredBefore(ACME, NOW, 1)).containsExactly(sooner);
        assertThat(uploads.expiredBefore(other, NOW, 10)).isEmpty();
    }

    @Test
    void onlyOpenAndCompletedUploadsOfTheOrganizationAreKept() {
        var open = upload(NOW);
        var completed = upload(NOW);
        var aborted = upload(NOW);
        uploads.insert(open);
        uploads.insert(completed);
        uploads.insert(aborted);
        uploads.end(ACME, completed.id(), Status.COMPLETED, NOW);
        uploads.end(ACME, aborted.id(), Status.ABORTED, NOW);

        assertThat(uploads.sizeOfKept(ACME)).isEqualTo(20);
        assertThat(uploads.sizeOfKept(new OrganizationId("other"))).isZero();
    }

    private static Upload upload(Instant expiresAt) {
        return new Upload(
                UUID.randomUUID().toString(),
                ACME,
                "uploads/1/a.json",
                "a.json",
                10,
                8 << 20,
                null,
                null,
                Status.OPEN,
                Actor.named("user1", false, null, null),
                NOW.minusSeconds(60),
                expiresAt,
                null);
    }
}
