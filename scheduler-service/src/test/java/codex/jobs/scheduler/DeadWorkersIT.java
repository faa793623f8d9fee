package codex.jobs.scheduler;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.sessions.SessionStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadWorkersIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static SessionId aWorker(TestScheduler scheduler) {
        var session = new SessionId("w-" + UUID.randomUUID());
        scheduler.bean(SessionStore.class).open(session, "worker");
        return session;
    }

    @Test
    void taskOfADeadWorkerIsReleasedAgainAsTheNextAttempt() {
        try (var scheduler = TestScheduler.start(servers)) {
            var scene = new Scene(scheduler);
            var job = scene.awaitDispatched(scene.announced(Scene.anEnvironment()));
            var silent = aWorker(scheduler);
            var claimedAt = Scene.now();
            scene.claimed(job, silent);

            var again = scene.awaitDispatched(job);

            assertThat(again).isLeasedBy(null).hasStatus(JobStatus.ACTIVE);
            assertThat(Scene.current(again).strikes()).isEqualTo(1);
            assertThat(Duration.between(claimedAt, Scene.now())).isLessThan(Duration.ofSeconds(15));
            var next = scene.claimed(again, new SessionId("w-next"));
            assertThat(Scene.current(next).attempt()).isEqualTo(2);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(scheduler.bean(SessionStore.class).find(silent)).isEmpty());
        }
    }

    @Test
    void leaseOfAForgottenSessionIsTakenBack() {
        try (var scheduler = TestScheduler.start(servers)) {
            var scene = new Scene(scheduler);
            var job = scene.awaitDispatched(scene.announced(Scene.anEnvironment()));

            scene.claimed(job, new SessionId("w-nobody-knows"));

            assertThat(scene.awaitDispatched(job)).isLeasedBy(null);
        }
    }

    @Test
    void taskThatKillsItsWorkersGoesToTheDeadLetters() {
        try (var scheduler =
                        TestScheduler.start(
                                servers,
                                "codex.jobs.scheduler.silence=2s",
                                "codex.jobs.scheduler.reconcile-period=200ms");
                var dead = new Records(servers, Topics.DEAD_TASKS)) {
            var scene = new Scene(scheduler);
            var job = scene.announced(Scene.anEnvironment());
            for (int attempt = 1; attempt <= JobMachine.MAX_STRIKES; attempt++) {
                scene.claimed(scene.awaitDispatched(job), new SessionId("w-killed-" + attempt));
            }

            var settled = scene.awaitUntil(job, Job::settled);

            assertThat(settled).hasStatus(JobStatus.FAILED).hasOutcome(JobOutcome.FAILED);
            assertThat(dead.of(job.id().value()))
                    .hasSize(1)
                    .first()
                    .extracting(record -> new String(record, StandardCharsets.UTF_8))
                    .asString()
                    .contains(
                            JobMachine.ATTEMPTS_EXHAUSTED,
                            job.tasks().getFirst().id().value(),
                            "PROCESS_ASSETS",
                            "stopped responding");
        }
    }
}
