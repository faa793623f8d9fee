package codex.jobs.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.EmbeddedMongo;
import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.Liveness;
import codex.jobs.model.job.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

class StoreAwayIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.KAFKA);

    @Test
    void workerOutlivesItsDatabase(@TempDir Path place) throws Exception {
        var work = new ChunkedWork(3, 1);
        try (var mongo = new EmbeddedMongo(place, 0)) {
            mongo.start();
            try (var worker = worker(mongo, work)) {
                var scheduler = new TestScheduler(worker);
                var running = scheduler.released();
                work.awaitArrival();
                assertThat(health(worker)).isEqualTo(Status.UP);

                mongo.process().kill();
                await().atMost(Duration.ofSeconds(15))
                        .until(() -> health(worker).equals(Status.DOWN));
                work.goOn();
                mongo.start();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> health(worker).equals(Status.UP));
                var later = scheduler.released();

                scheduler.awaitFirstTaskCompleted(later);
                await().atMost(Duration.ofSeconds(30)).until(() -> isCompleted(scheduler, running));
                assertThat(scheduler.firstTask(running).counts().created())
                        .isEqualTo(3 * ChunkedWork.ITEMS);
            }
        }
    }

    private static TestWorker worker(EmbeddedMongo mongo, TaskHandler handler) {
        return TestWorker.start(
                servers,
                handler,
                "codex.jobs.mongodb.uri=" + mongo.address() + "/worker",
                "codex.jobs.mongodb.server-selection-timeout=500ms",
                "codex.jobs.worker.lease=2s");
    }

    /// With the scheduler's part: a task that was given back goes into its topic again.
    private static boolean isCompleted(TestScheduler scheduler, Job job) {
        var stored = scheduler.stored(job);
        if (stored.tasks().getFirst().status() == TaskStatus.COMPLETED) {
            return true;
        }
        if (Liveness.of(stored, Instant.now()) instanceof Liveness.NeedsRelease) {
            scheduler.release(stored);
        }
        return false;
    }

    private static Status health(TestWorker worker) {
        var health = worker.bean(SessionHealth.class).health();
        return health.getStatus();
    }
}
