package codex.jobs.scheduler;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.RetryPolicy;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.dead.DeadTaskQuery;
import codex.jobs.stores.dead.DeadTaskStore;
import codex.jobs.stores.sessions.SessionStore;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadWorkersIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static TestScheduler scheduler;
    private static Scene scene;
    private static SessionStore sessions;

    @BeforeAll
    static void start() {
        scheduler =
                TestScheduler.start(
                        servers,
                        "codex.jobs.scheduler.silence=2s",
                        "codex.jobs.scheduler.reconcile-period=200ms");
        scene = new Scene(scheduler);
        sessions = scheduler.bean(SessionStore.class);
    }

    @AfterAll
    static void stop() {
        scheduler.close();
    }

    @Test
    void taskOfADeadWorkerIsReleasedAgainAsTheNextAttempt() {
        var job = scene.awaitDispatched(scene.announced(Scene.anEnvironment()));
        var silent = new SessionId("w-" + UUID.randomUUID());
        sessions.open(silent, "worker");
        scene.claimed(job, silent);

        var again = scene.awaitDispatched(job);

        assertThat(again).isLeasedBy(null).hasStatus(JobStatus.ACTIVE);
        assertThat(Scene.current(again).strikes()).isEqualTo(1);
        var next = scene.claimed(again, new SessionId("w-next"));
        assertThat(Scene.current(next).attempt()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(sessions.find(silent)).isEmpty());
    }

    @Test
    void leaseOfAForgottenSessionIsTakenBack() {
        var job = scene.awaitDispatched(scene.announced(Scene.anEnvironment()));

        scene.claimed(job, new SessionId("w-nobody-knows"));

        assertThat(scene.awaitDispatched(job)).isLeasedBy(null);
    }

    @Test
    void taskThatKillsItsWorkersGoesToTheDeadLetters() {
        var job = scene.announced(Scene.anEnvironment());
        for (int attempt = 1; attempt <= RetryPolicy.FAULT.attempts(); attempt++) {
            scene.claimed(scene.awaitDispatched(job), new SessionId("w-killed-" + attempt));
        }

        var settled = scene.awaitUntil(job, Job::settled);

        assertThat(settled).hasStatus(JobStatus.FAILED).hasOutcome(JobOutcome.FAILED);
        try (var dead = new Records(servers.kafkaBootstrapServers(), Topics.DEAD_TASKS)) {
            assertThat(dead.of(job.id().value()))
                    .hasSize(1)
                    .first()
                    .extracting(record -> new String(record, StandardCharsets.UTF_8))
                    .asString()
                    .contains(
                            "WORKER_LOST",
                            job.tasks().getFirst().id().value(),
                            "PROCESS_ASSETS",
                            "stopped responding");
        }
        var kept =
                scheduler
                        .bean(DeadTaskStore.class)
                        .open(new DeadTaskQuery(job.organization(), null, null, 0, 1_000));
        assertThat(kept.items())
                .filteredOn(task -> task.job().equals(job.id()))
                .singleElement()
                .satisfies(task -> {
                    assertThat(task.cause()).isEqualTo("WORKER_LOST");
                    assertThat(task.attempt()).isEqualTo(RetryPolicy.FAULT.attempts());
                });
    }
}
