package codex.jobs.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.tenant.OrganizationId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final OrganizationId OTHER = new OrganizationId("other");

    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong counts = new AtomicLong();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong countTakes = new AtomicLong();
    private final Tally tally = new Tally(this::count, clock::get);

    private long count(OrganizationId organization) {
        counts.incrementAndGet();
        clock.addAndGet(countTakes.get());
        return organization.equals(ACME) ? stored.get() : 0;
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void whatIsTakenCountsAtOnceWithoutAnotherLook() {
        for (var number = 0; number < 1_000; number++) {
            assertThat(tally.take(ACME, 1, 1_000)).isTrue();
        }

        assertThat(tally.take(ACME, 1, 1_000)).isFalse();
        assertThat(tally.take(OTHER, 1, 1_000)).isTrue();
        assertThat(counts).hasValue(2);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        assertThat(tally.take(ACME, 2, 2)).isTrue();

        tally.giveBack(ACME, 1);

        assertThat(tally.take(ACME, 1, 2)).isTrue();
        assertThat(tally.take(ACME, 1, 2)).isFalse();
    }

    @Test
    void whatHappensElsewhereIsSeenWithTheNextCount() {
        assertThat(tally.used(ACME)).isZero();
        stored.set(9);
        assertThat(tally.take(ACME, 1, 9)).isTrue();

        pass(Tally.COUNTED_EVERY);

        assertThat(tally.take(ACME, 1, 9)).isFalse();
        assertThat(tally.used(ACME)).isEqualTo(9);
    }

    @Test
    void nothingIsRefusedByAnOldCount() {
        stored.set(5);
        assertThat(tally.take(ACME, 1, 5)).isFalse();
        stored.set(4);
        assertThat(tally.take(ACME, 1, 5)).isFalse();

        pass(Tally.COUNTED_BEFORE_REFUSAL);

        assertThat(tally.take(ACME, 1, 5)).isTrue();
    }

    @Test
    void aHigherLimitCountsAtOnce() {
        stored.set(5);

        assertThat(tally.take(ACME, 1, 5)).isFalse();
        assertThat(tally.take(ACME, 1, 6)).isTrue();
        assertThat(tally.take(ACME, Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void countingThatTakesLongIsDoneSeldom() {
        countTakes.set(Duration.ofSeconds(1).toNanos());
        for (var second = 0; second < 100; second++) {
            tally.take(ACME, 1, 0);
            pass(Duration.ofSeconds(1));
        }

        assertThat(counts.get()).isLessThanOrEqualTo(6);
    }
}
