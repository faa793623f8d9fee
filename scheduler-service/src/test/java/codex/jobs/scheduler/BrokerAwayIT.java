package codex.jobs.scheduler;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.EmbeddedKafka;
import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.LeaseLost;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.RetryPolicy;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.message.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BrokerAwayIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB);

    private static final SessionId WORKER = new SessionId("w-of-a-test");

    @Test
    void whatWaitedMeanwhileIsDispatchedOnceAndWhatEndedIsToldFirst(@TempDir Path place) {
        try (var kafka = new EmbeddedKafka(place, 0)) {
            kafka.start();
            try (var scheduler = startedOn(kafka)) {
                var scene = new Scene(scheduler);
                var exhausted = inItsLastAttempt(scene);

                kafka.process().kill();
                lost(scene, exhausted);
                var unlucky = scene.created(Scene.anEnvironment(), null);
                awaitEffectsLost(scheduler);
                var waiting =
                        IntStream.range(0, 50)
                                .mapToObj(_ -> scene.created(Scene.anEnvironment(), null))
                                .toList();
                // Two seconds until somebody looks, and two more to see what happens then.
                await().during(Duration.ofSeconds(4))
                        .atMost(Duration.ofSeconds(8))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() ->
                                scene.stored(waiting).stream()
                                        .allMatch(job -> job.status() == JobStatus.PENDING));
                assertThat(scene.stored(exhausted)).hasStatus(JobStatus.FAILED);
                assertThat(scene.stored(exhausted).settled()).isFalse();

                kafka.start();

                scene.awaitDispatched(waiting);
                try (var commands = new Commands(kafka.address())) {
                    commands.awaitEach(waiting);
                    commands.assertNoneDoubled(waiting, scene);
                    commands.awaitEach(List.of(unlucky));
                    commands.assertNoneDoubled(List.of(unlucky), scene);
                }
                scene.awaitUntil(exhausted, Job::settled);
                try (var dead = new Records(kafka.address(), Topics.DEAD_TASKS)) {
                    assertThat(dead.of(exhausted.id().value()))
                            .isNotEmpty()
                            .allMatch(letter -> names(letter, "WORKER_LOST"));
                }
            }
        }
    }

    private static TestScheduler startedOn(EmbeddedKafka kafka) {
        return TestScheduler.start(
                servers,
                "codex.jobs.kafka.bootstrap-servers=" + kafka.address(),
                "codex.jobs.kafka.delivery-timeout=2s",
                "codex.jobs.kafka.block-at-most=2s",
                // Long before a worker without a session would be missed.
                "codex.jobs.scheduler.reconcile-period=1h");
    }

    private static Job inItsLastAttempt(Scene scene) {
        var job = scene.announced(Scene.anEnvironment());
        for (var attempt = 1; attempt < RetryPolicy.FAULT.attempts(); attempt++) {
            lost(scene, scene.claimed(scene.awaitDispatched(job), WORKER));
        }
        return scene.claimed(scene.awaitDispatched(job), WORKER);
    }

    private static void lost(Scene scene, Job job) {
        scene.happens(
                job,
                now -> {
                    var task = Scene.current(now);
                    return new LeaseLost(task.id(), task.attempt(), WORKER);
                });
    }

    private static void awaitEffectsLost(TestScheduler scheduler) {
        var lost = scheduler.bean(MeterRegistry.class).counter("codex.jobs.scheduler.effects.lost");
        await().atMost(Duration.ofSeconds(20)).until(() -> lost.count() > 0);
    }

    private static boolean names(byte[] letter, String code) {
        return new String(letter, StandardCharsets.UTF_8).contains(code);
    }
}
