package codex.jobs.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Task;
import codex.jobs.model.job.TaskStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonMaximumSizeExceededException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.dao.DataAccessResourceFailureException;

class FailuresIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    enum Failure {
        EXCEPTION("INTERNAL_ERROR") {
            @Override
            void happen() {
                throw new IllegalStateException("password=hunter2");
            }
        },
        STORE("DATABASE_UNAVAILABLE") {
            @Override
            void happen() {
                throw new DataAccessResourceFailureException("mongodb://user:hunter2@host");
            }
        },
        MEMORY("OUT_OF_MEMORY") {
            @Override
            void happen() {
                throw new OutOfMemoryError("Java heap space");
            }
        },
        DEPTH("INTERNAL_ERROR") {
            @Override
            void happen() {
                deeper(0);
            }
        };

        private final String code;

        Failure(String code) {
            this.code = code;
        }

        abstract void happen();

        @SuppressWarnings("InfiniteRecursion") // on purpose
        static int deeper(int depth) {
            return deeper(depth + 1) + deeper(depth + 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unexpectedFailureIsTriedAgainAndItsTextStaysInside(Failure failure) {
        TaskHandler failing =
                task -> {
                    failure.happen();
                    return Outcome.Completed.WITHOUT_RESULT;
                };
        try (var worker = TestWorker.start(servers, failing)) {
            var scheduler = new TestScheduler(worker);

            var job = scheduler.released();

            scheduler.awaitFirstTask(job, FailuresIT::isStruck);
            assertThat(code(scheduler, job)).isEqualTo(failure.code);
            assertThat(scheduler.stored(job).toString()).doesNotContain("hunter2");
            assertThat(scheduler.firstTask(job).notBefore()).isNotNull();
        }
    }

    @Test
    void failureForGoodEndsTheJob() {
        TaskHandler hopeless = task -> Outcome.Failed.forGood("FILE_UNREADABLE", "Not a ZIP file");
        try (var worker = TestWorker.start(servers, hopeless)) {
            var scheduler = new TestScheduler(worker);

            var job = scheduler.released();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> scheduler.stored(job).status() == JobStatus.FAILED);
            assertThat(code(scheduler, job)).isEqualTo("FILE_UNREADABLE");
            assertThat(scheduler.firstTask(job).counts().errors()).isEqualTo(1);
        }
    }

    @Test
    void whatAStoreRefusesIsNotTriedAgain() {
        TaskHandler refused =
                task -> {
                    throw new BsonMaximumSizeExceededException("hunter2");
                };
        try (var worker = TestWorker.start(servers, refused)) {
            var scheduler = new TestScheduler(worker);

            var job = scheduler.released();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> scheduler.stored(job).status() == JobStatus.FAILED);
            assertThat(code(scheduler, job)).isEqualTo("DATABASE_REFUSED");
            assertThat(scheduler.firstTask(job).attempt()).isEqualTo(1);
        }
    }

    @Test
    void stalledTaskIsInterruptedAndTriedAgain() {
        TaskHandler stalled =
                task -> {
                    Thread.sleep(Duration.ofMinutes(5));
                    return Outcome.Completed.WITHOUT_RESULT;
                };
        try (var worker =
                TestWorker.start(servers, stalled, "codex.jobs.worker.attempt.stall=500ms")) {
            var scheduler = new TestScheduler(worker);

            var job = scheduler.released();

            scheduler.awaitFirstTask(job, FailuresIT::isStruck);
            assertThat(code(scheduler, job)).isEqualTo("TASK_TIMEOUT");
            assertThat(liveness(worker)).isEqualTo(LivenessState.CORRECT);
        }
    }

    @Test
    void endlessLoopIsFailedOnItsBehalfAndTheWorkerReportsItselfAsBroken() {
        var over = new AtomicBoolean();
        TaskHandler endless =
                task -> {
                    while (!over.get()) {
                        Thread.onSpinWait();
                    }
                    return Outcome.Completed.WITHOUT_RESULT;
                };
        try (var worker =
                TestWorker.start(
                        servers,
                        endless,
                        "codex.jobs.worker.attempt.stall=200ms",
                        "codex.jobs.worker.attempt.interrupt=200ms")) {
            var scheduler = new TestScheduler(worker);

            var job = scheduler.released();

            scheduler.awaitFirstTask(job, FailuresIT::isStruck);
            assertThat(code(scheduler, job)).isEqualTo("TASK_TIMEOUT");
            assertThat(liveness(worker)).isEqualTo(LivenessState.BROKEN);
            over.set(true);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> worker.bean(RunningTasks.class).all().isEmpty());
            assertThat(scheduler.firstTask(job).status()).isEqualTo(TaskStatus.PENDING);
        } finally {
            over.set(true);
        }
    }

    private static boolean isStruck(Task task) {
        return task.status() == TaskStatus.PENDING && task.strikes() == 1;
    }

    private static String code(TestScheduler scheduler, Job job) {
        var error = scheduler.firstTask(job).error();
        return error == null ? "none" : error.code();
    }

    private static LivenessState liveness(TestWorker worker) {
        return worker.bean(ApplicationAvailability.class).getLivenessState();
    }
}
