package codex.jobs.stores.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.job.EnvironmentLock;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.LockMode;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Stores;
import codex.jobs.stores.Together;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;

@Timeout(60)
class EnvironmentLocksIT {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final EnvironmentId MAIN = new EnvironmentId("main");

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    private final EnvironmentLocks locks = stores.get(EnvironmentLocks.class);

    @Test
    void lockIsHeldAndWaitedForInOrder() {
        var environment = new EnvironmentId("ordered");
        var first = new JobId("first");
        var second = new JobId("second");

        locks.change(ACME, environment, lock -> lock.request(first, LockMode.EXCLUSIVE));
        var waiting =
                locks.change(ACME, environment, lock -> lock.request(second, LockMode.SHARED));

        assertThat(waiting.isHeldBy(first)).isTrue();
        assertThat(waiting.isAwaitedBy(second)).isTrue();
        assertThat(locks.find(ACME, environment)).isEqualTo(waiting);
        assertThat(locks.change(ACME, environment, lock -> lock.release(first)).isHeldBy(second))
                .isTrue();
    }

    @Test
    void freeEnvironmentLeavesNothingBehind() {
        var environment = new EnvironmentId("free");
        var job = new JobId("job");

        locks.change(ACME, environment, lock -> lock.request(job, LockMode.EXCLUSIVE));
        locks.change(ACME, environment, lock -> lock.release(job));

        assertThat(locks.find(ACME, environment)).isEqualTo(EnvironmentLock.FREE);
        assertThat(stored(environment)).isNull();
    }

    @Test
    void releaseByAStrangerChangesNothing() {
        var environment = new EnvironmentId("strange");
        var job = new JobId("job");
        locks.change(ACME, environment, lock -> lock.request(job, LockMode.EXCLUSIVE));
        var before = stored(environment);

        locks.change(ACME, environment, lock -> lock.release(new JobId("stranger")));

        assertThat(stored(environment)).isEqualTo(before);
    }

    @Test
    void environmentsOfOrganizationsAreApart() {
        var environment = new EnvironmentId("shared-id");
        locks.change(ACME, environment, lock -> lock.request(new JobId("a"), LockMode.EXCLUSIVE));

        assertThat(locks.find(new OrganizationId("other"), environment))
                .isEqualTo(EnvironmentLock.FREE);
    }

    @Test
    void lockTakenAgainMeanwhileIsNotTheOneThatWasRead() {
        var environment = new EnvironmentId("again");
        var first = new JobId("first");
        var second = new JobId("second");
        var third = new JobId("third");
        locks.change(ACME, environment, lock -> lock.request(first, LockMode.EXCLUSIVE));
        var disturbed = new AtomicBoolean();

        // Between reading and writing, the lock is given back and another job takes it.
        var after =
                locks.change(
                        ACME,
                        environment,
                        lock -> {
                            if (disturbed.compareAndSet(false, true)) {
                                locks.change(ACME, environment, held -> held.release(first));
                                locks.change(
                                        ACME,
                                        environment,
                                        free -> free.request(second, LockMode.EXCLUSIVE));
                            }
                            return lock.request(third, LockMode.EXCLUSIVE);
                        });

        assertThat(after.isHeldBy(second)).isTrue();
        assertThat(after.isHeldBy(first)).isFalse();
        assertThat(after.isAwaitedBy(third)).isTrue();
    }

    @Test
    void manyAreChangedAtOnceWhateverBecomesOfEach() {
        var free = new EnvironmentKey(ACME, new EnvironmentId("many-free"));
        var held = new EnvironmentKey(ACME, new EnvironmentId("many-held"));
        var ending = new EnvironmentKey(ACME, new EnvironmentId("many-ending"));
        var job = new JobId("job");
        var other = new JobId("other");
        for (var environment : List.of(held, ending)) {
            locks.change(
                    environment.organization(),
                    environment.environment(),
                    lock -> lock.request(other, LockMode.EXCLUSIVE));
        }

        var after =
                locks.changeAll(
                        Map.of(
                                free, lock -> lock.request(job, LockMode.EXCLUSIVE),
                                held, lock -> lock.request(job, LockMode.EXCLUSIVE),
                                ending, lock -> lock.release(other)));

        assertThat(after.keySet()).containsExactlyInAnyOrder(free, held, ending);
        after.forEach((environment, lock) ->
                assertThat(locks.find(ACME, environment.environment())).isEqualTo(lock));
        assertThat(after).hasEntrySatisfying(free, lock -> assertThat(lock.isHeldBy(job)).isTrue());
        assertThat(after)
                .hasEntrySatisfying(held, lock -> assertThat(lock.isHeldBy(other)).isTrue());
        assertThat(after)
                .hasEntrySatisfying(held, lock -> assertThat(lock.isAwaitedBy(job)).isTrue());
        assertThat(after).hasEntrySatisfying(ending, lock -> assertThat(lock.isFree()).isTrue());
        assertThat(stored(ending.environment())).isNull();
    }

    /// Between reading and writing all of them change, each in another way.
    @Test
    void whatChangedMeanwhileIsReadAgain() {
        var freed = new EnvironmentKey(ACME, new EnvironmentId("meanwhile-freed"));
        var awaited = new EnvironmentKey(ACME, new EnvironmentId("meanwhile-awaited"));
        var taken = new EnvironmentKey(ACME, new EnvironmentId("meanwhile-taken"));
        var job = new JobId("job");
        var other = new JobId("other");
        for (var environment : List.of(freed, awaited)) {
            locks.change(
                    ACME, environment.environment(), lock -> lock.request(job, LockMode.EXCLUSIVE));
        }
        var disturbed = new AtomicBoolean();
        Runnable disturb =
                () -> {
                    if (disturbed.compareAndSet(false, true)) {
                        locks.change(ACME, freed.environment(), lock -> lock.release(job));
                        locks.change(
                                ACME,
                                awaited.environment(),
                                lock -> lock.request(other, LockMode.EXCLUSIVE));
                        locks.change(
                                ACME,
                                taken.environment(),
                                lock -> lock.request(other, LockMode.EXCLUSIVE));
                    }
                };

        var after =
                locks.changeAll(
                        Map.of(
                                freed, lock -> disturbing(disturb, lock.release(job)),
                                awaited, lock -> disturbing(disturb, lock.release(job)),
                                taken,
                                        lock ->
                                                disturbing(
                                                        disturb,
                                                        lock.request(job, LockMode.EXCLUSIVE))));

        assertThat(after).hasEntrySatisfying(freed, lock -> assertThat(lock.isFree()).isTrue());
        assertThat(after)
                .hasEntrySatisfying(awaited, lock -> assertThat(lock.isHeldBy(other)).isTrue());
        assertThat(after)
                .hasEntrySatisfying(taken, lock -> assertThat(lock.isHeldBy(other)).isTrue());
        assertThat(after)
                .hasEntrySatisfying(taken, lock -> assertThat(lock.isAwaitedBy(job)).isTrue());
        after.forEach((environment, lock) ->
                assertThat(locks.find(ACME, environment.environment())).isEqualTo(lock));
    }

    private static EnvironmentLock disturbing(Runnable disturb, EnvironmentLock next) {
        disturb.run();
        return next;
    }

    @Test
    void writersNeverMeetOthersUnderLoad() throws Exception {
        var writers = new AtomicInteger();
        var readers = new AtomicInteger();
        var conflicts = new AtomicInteger();
        var numbers = new AtomicInteger();

        Together.run(
                8,
                () -> {
                    for (int i = 0; i < 15; i++) {
                        var number = numbers.incrementAndGet();
                        var job = new JobId("job" + number);
                        var mode = number % 3 == 0 ? LockMode.SHARED : LockMode.EXCLUSIVE;
                        holdWhenGranted(job, mode);
                        var mine = mode == LockMode.EXCLUSIVE ? writers : readers;
                        mine.incrementAndGet();
                        if (writers.get() > 1 || (writers.get() == 1 && readers.get() > 0)) {
                            conflicts.incrementAndGet();
                        }
                        mine.decrementAndGet();
                        locks.change(ACME, MAIN, lock -> lock.release(job));
                    }
                    return true;
                });

        assertThat(conflicts).hasValue(0);
        assertThat(locks.find(ACME, MAIN)).isEqualTo(EnvironmentLock.FREE);
    }

    private void holdWhenGranted(JobId job, LockMode mode) {
        while (!locks.change(ACME, MAIN, lock -> lock.request(job, mode)).isHeldBy(job)) {
            Thread.onSpinWait();
        }
    }

    private static @Nullable Document stored(EnvironmentId environment) {
        return stores.get(MongoTemplate.class)
                .findById("acme/" + environment, Document.class, "environmentLocks");
    }
}
