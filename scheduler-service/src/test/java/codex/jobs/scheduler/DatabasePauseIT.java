package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.EmbeddedMongo;
import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.SessionId;
import codex.jobs.stores.sessions.Session;
import codex.jobs.stores.sessions.SessionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DatabasePauseIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.KAFKA);

    private static final Duration SILENCE = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void nobodyIsDeclaredDeadAfterADatabasePause(@TempDir Path place) {
        try (var mongodb = new EmbeddedMongo(place, 0)) {
            mongodb.start();
            try (var scheduler = startedOn(mongodb)) {
                var sessions = scheduler.bean(SessionStore.class);
                var worker = new SessionId("w-alive");
                sessions.open(worker, "worker");
                awaitJudging(sessions, worker);

                mongodb.stop();
                await().pollDelay(SILENCE.plusMillis(500)).until(() -> true);
                mongodb.start();
                // The worst order: the worker is the last to come back.
                awaitBeats(sessions, 2);

                assertThat(sessions.beat(worker)).isPresent();
            }
        }
    }

    private static TestScheduler startedOn(EmbeddedMongo mongodb) {
        return TestScheduler.start(
                servers,
                "codex.jobs.mongodb.uri=" + mongodb.address() + "/pause",
                "codex.jobs.mongodb.server-selection-timeout=1s",
                "codex.jobs.scheduler.silence=" + SILENCE.toMillis() + "ms");
    }

    private static void awaitJudging(SessionStore sessions, SessionId worker) {
        var silent = new SessionId("w-silent");
        sessions.open(silent, "worker");
        await().atMost(PATIENCE)
                .until(() -> sessions.beat(worker).isPresent() && sessions.find(silent).isEmpty());
    }

    private static void awaitBeats(SessionStore sessions, int beats) {
        for (var beat = 0; beat < beats; beat++) {
            var before = schedulerSeenAt(sessions);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> schedulerSeenAt(sessions).isAfter(before));
        }
    }

    private static Instant schedulerSeenAt(SessionStore sessions) {
        var tomorrow = Instant.now().plus(Duration.ofDays(1));
        return sessions.silentSince(tomorrow).stream()
                .filter(session -> session.kind().equals("scheduler"))
                .map(Session::seenAt)
                .findFirst()
                .orElseThrow();
    }
}
