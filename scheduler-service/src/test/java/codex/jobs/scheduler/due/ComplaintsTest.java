package codex.jobs.scheduler.due;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Complaints complaints = new Complaints();

    @Test
    void eachCauseOfEachSubjectIsNewOnce() {
        assertThat(complaints.isNew("one", "broken", NOW)).isTrue();
        assertThat(complaints.isNew("one", "broken", NOW)).isFalse();
        assertThat(complaints.isNew("other", "broken", NOW)).isTrue();
        assertThat(complaints.isNew("one", "lost", NOW)).isTrue();
        assertThat(complaints.isNew("one", "lost", NOW)).isFalse();
    }

    @Test
    void whatLastsIsNewAgainAfterAnHour() {
        complaints.isNew("one", "broken", NOW);

        assertThat(complaints.isNew("one", "broken", NOW.plus(Duration.ofMinutes(59)))).isFalse();
        assertThat(complaints.isNew("one", "broken", NOW.plus(Duration.ofMinutes(60)))).isTrue();
        assertThat(complaints.isNew("one", "broken", NOW.plus(Duration.ofMinutes(61)))).isFalse();
    }

    @Test
    void notMoreThanSoManyAreKept() {
        complaints.isNew("one", "broken", NOW);
        for (var subject = 0; subject < 10_000; subject++) {
            complaints.isNew("another " + subject, "broken", NOW);
        }

        assertThat(complaints.isNew("one", "broken", NOW)).isTrue();
        assertThat(complaints.isNew("another 9999", "broken", NOW)).isFalse();
    }
}
