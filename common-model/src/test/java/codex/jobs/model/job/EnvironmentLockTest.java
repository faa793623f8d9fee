package codex.jobs.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.EnvironmentLock.Hold;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvironmentLockTest {

    private static final JobId A = new JobId("a");
    private static final JobId B = new JobId("b");
    private static final JobId C = new JobId("c");
    private static final int RUNS = 200;

    @Test
    void readersShareAndAWriterIsAlone() {
        var readers = EnvironmentLock.FREE.request(A, LockMode.SHARED).request(B, LockMode.SHARED);
        var refused = readers.request(C, LockMode.EXCLUSIVE);

        assertThat(readers.isHeldBy(A) && readers.isHeldBy(B)).isTrue();
        assertThat(refused.isAwaitedBy(C)).isTrue();
        assertThat(refused.blocker()).contains(A);
        assertThat(refused.release(A).isAwaitedBy(C)).isTrue();
        assertThat(refused.release(A).release(B).isHeldBy(C)).isTrue();
    }

    @Test
    void readerDoesNotOvertakeAWaitingWriter() {
        var lock =
                EnvironmentLock.FREE
                        .request(A, LockMode.SHARED)
                        .request(B, LockMode.EXCLUSIVE)
                        .request(C, LockMode.SHARED);

        assertThat(lock.queue()).extracting(Hold::job).containsExactly(B, C);
        assertThat(lock.release(B).isHeldBy(C)).isTrue();
    }

    @Test
    void attemptThatIsOverCannotGiveBackWhatTheNextOneHolds() {
        var second =
                EnvironmentLock.FREE
                        .request(A, 1, LockMode.EXCLUSIVE)
                        .release(A, 1)
                        .request(A, 2, LockMode.EXCLUSIVE);

        assertThat(second.release(A, 1).isHeldBy(A)).isTrue();
        assertThat(second.release(A, 2).isFree()).isTrue();
    }

    @Test
    void whatAnEarlierAttemptHasLeftBehindBelongsToTheNextOne() {
        var lock =
                EnvironmentLock.FREE
                        .request(A, 1, LockMode.EXCLUSIVE)
                        .request(A, 2, LockMode.EXCLUSIVE);

        assertThat(lock.holders()).containsExactly(new Hold(A, 2, LockMode.EXCLUSIVE));
        assertThat(lock.release(A, 1).isHeldBy(A)).isTrue();
    }

    @Test
    void askingAgainChangesNothing() {
        var lock =
                EnvironmentLock.FREE.request(A, LockMode.EXCLUSIVE).request(B, LockMode.EXCLUSIVE);

        assertThat(lock.request(A, LockMode.EXCLUSIVE)).isEqualTo(lock);
        assertThat(lock.request(B, LockMode.SHARED)).isEqualTo(lock);
        assertThat(lock.release(C)).isEqualTo(lock);
    }

    static List<Long> seeds() {
        return new Random().longs(RUNS).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdersAlwaysAgreeAndNobodyWaitsForNothing(long seed) {
        var random = new Random(seed);
        var lock = EnvironmentLock.FREE;
        for (int i = 0; i < 200; i++) {
            var job = new JobId("j" + random.nextInt(12));
            var mode = random.nextInt(3) == 0 ? LockMode.EXCLUSIVE : LockMode.SHARED;

            lock = random.nextBoolean() ? lock.request(job, mode) : lock.release(job);

            assertThat(isSound(lock)).as("%s", lock).isTrue();
        }
    }

    /// Holders are compatible, nobody is twice in it, and the first in the queue has a reason.
    private static boolean isSound(EnvironmentLock lock) {
        var all = new ArrayList<>(lock.holders());
        all.addAll(lock.queue());
        var jobs = all.stream().map(Hold::job).toList();
        var alone = lock.holders().stream().anyMatch(hold -> hold.mode() == LockMode.EXCLUSIVE);
        var firstWaitsForAReason =
                lock.queue().isEmpty()
                        || alone
                        || (!lock.holders().isEmpty()
                                && lock.queue().getFirst().mode() == LockMode.EXCLUSIVE);
        return new LinkedHashSet<>(jobs).size() == jobs.size()
                && (!alone || lock.holders().size() == 1)
                && firstWaitsForAReason;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void locksAreGrantedInTheOrderOfRequests(long seed) {
        var random = new Random(seed);
        var jobs = IntStream.range(0, 30).mapToObj(i -> new JobId("j" + i)).toList();
        var lock = EnvironmentLock.FREE;
        for (var job : jobs) {
            lock = lock.request(job, random.nextBoolean() ? LockMode.SHARED : LockMode.EXCLUSIVE);
        }

        var granted = new ArrayList<JobId>();
        while (!lock.isFree()) {
            lock.holders().stream()
                    .map(Hold::job)
                    .filter(job -> !granted.contains(job))
                    .forEach(granted::add);
            lock = lock.release(lock.holders().get(random.nextInt(lock.holders().size())).job());
        }

        assertThat(granted).isEqualTo(jobs);
    }
}
