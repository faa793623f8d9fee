package codex.jobs.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.TaskStatus;
import codex.jobs.model.tenant.Actor;
import codex.jobs.stores.sessions.SessionStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TakeoverIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    @Test
    void taskOfADeadWorkerContinuesFromItsCheckpointAndTheZombieIsFenced() throws Exception {
        var work = new ChunkedWork(4, 2);
        try (var dead = TestWorker.start(servers, work)) {
            var scheduler = new TestScheduler(dead);
            var job = scheduler.released();
            work.awaitArrival();
            dead.fallSilent();

            try (var other = TestWorker.start(servers, work)) {
                scheduler.declareDead(dead.session());
                scheduler.awaitFirstTaskCompleted(job);
                work.goOn();
                await().atMost(Duration.ofSeconds(10)).until(() -> work.firstEnd() != null);

                assertThat(work.firstEnd()).isInstanceOf(TaskFenced.class);
                var task = scheduler.firstTask(job);
                assertThat(task.attempt()).isEqualTo(2);
                assertThat(task.checkpoint().chunksDone()).isEqualTo(4);
                assertThat(task.counts().created()).isEqualTo(4 * ChunkedWork.ITEMS);
                assertThat(task.counts().warnings()).isEqualTo(4);
                assertThat(task.progress().processed()).isEqualTo(4 * ChunkedWork.ITEMS);
                assertThat(other.bean(RunningTasks.class).all()).isEmpty();
            }
        }
    }

    @Test
    void workerThatWasDeclaredDeadStopsItsTasksAndGoesOnWithANewSession() throws Exception {
        var work = new ChunkedWork(2, 1);
        try (var worker = TestWorker.start(servers, work)) {
            var scheduler = new TestScheduler(worker);
            var job = scheduler.released();
            work.awaitArrival();
            var before = worker.session();

            scheduler.declareDead(before);
            await().atMost(Duration.ofSeconds(10)).until(() -> !worker.session().equals(before));
            scheduler.takeLeases(before);
            work.goOn();

            scheduler.awaitFirstTaskCompleted(job);
            assertThat(work.firstEnd()).isInstanceOf(TaskFenced.class);
            assertThat(scheduler.firstTask(job).attempt()).isBetween(2, 3);
            assertThat(scheduler.firstTask(job).counts().created())
                    .isEqualTo(2 * ChunkedWork.ITEMS);
        }
    }

    @Test
    void shutdownHandsTheTaskBackWithoutAStrike() throws Exception {
        var work = new ChunkedWork(3, 1);
        var worker = TestWorker.start(servers, work);
        var next = TestWorker.start(servers, work);
        try (next) {
            var scheduler = new TestScheduler(next);
            next.bean(WorkerRuntime.class).stopConsumers();
            var session = worker.session();
            var job = scheduler.released();
            work.awaitArrival();

            var run = worker.bean(RunningTasks.class).all().iterator().next();
            var closing = Thread.ofVirtual().start(worker::close);
            await().atMost(Duration.ofSeconds(10)).until(() -> run.stop() == Stop.SHUTDOWN);
            work.goOn();
            closing.join(Duration.ofSeconds(20));

            var task = scheduler.firstTask(job);
            assertThat(task.status()).isEqualTo(TaskStatus.PENDING);
            assertThat(task.strikes()).isZero();
            assertThat(task.checkpoint().chunksDone()).isEqualTo(2);
            assertThat(scheduler.stored(job).leaseOwner()).isNull();
            assertThat(next.bean(SessionStore.class).find(session)).isEmpty();
        } finally {
            worker.close();
        }
    }

    @Test
    void chunkThatDoesNotLookUpIsInterruptedSoonAfterTheJobWasCancelled() {
        TaskHandler deaf =
                task -> {
                    Thread.sleep(Duration.ofMinutes(5));
                    return Outcome.Completed.WITHOUT_RESULT;
                };
        try (var worker = TestWorker.start(servers, deaf)) {
            var scheduler = new TestScheduler(worker);
            var job = scheduler.released();
            scheduler.awaitFirstTask(job, task -> task.status() == TaskStatus.ACTIVE);

            scheduler.change(
                    scheduler.stored(job),
                    new JobEvent.CancelRequested(Actor.named("u2", false, null, null)));

            await().atMost(Duration.ofMillis(2_500))
                    .until(() -> scheduler.stored(job).status() == JobStatus.FAILED);
            assertThat(scheduler.stored(job).outcome()).isEqualTo(JobOutcome.CANCELLED);
        }
    }

    @Test
    void cancelledTaskStopsWithinTwoSecondsInTheMiddleOfALongChunk() {
        TaskHandler patient =
                task -> {
                    while (true) {
                        task.stopHere();
                        Thread.sleep(Duration.ofMillis(10));
                    }
                };
        try (var worker = TestWorker.start(servers, patient)) {
            var scheduler = new TestScheduler(worker);
            var job = scheduler.released();
            scheduler.awaitFirstTask(job, task -> task.status() == TaskStatus.ACTIVE);

            scheduler.change(
                    scheduler.stored(job),
                    new JobEvent.CancelRequested(Actor.named("u2", false, null, null)));

            await().atMost(Duration.ofSeconds(2))
                    .until(() -> scheduler.stored(job).status() == JobStatus.FAILED);
            assertThat(scheduler.stored(job).outcome()).isEqualTo(JobOutcome.CANCELLED);
        }
    }
}
