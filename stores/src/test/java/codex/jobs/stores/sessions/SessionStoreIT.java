package codex.jobs.stores.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskType;
import codex.jobs.stores.Stores;
import codex.jobs.stores.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionStoreIT {

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    private final SessionStore sessions = stores.get(SessionStore.class);
    private final SessionId session = new SessionId(UUID.randomUUID().toString());

    @Test
    void beatMovesTheTimeOn() {
        var opened = sessions.open(session, "worker");

        var later = beatOnce(session, opened);

        var found = sessions.find(session).orElseThrow();
        assertThat(found.kind()).isEqualTo("worker");
        assertThat(found.seenAt()).isEqualTo(later);
        assertThat(found.openedAt()).isBefore(later);
        assertThat(found.dead()).isFalse();
    }

    @Test
    void strangerCannotBeat() {
        assertThat(sessions.beat(session)).isEmpty();
        assertThat(sessions.find(session)).isEmpty();
    }

    @Test
    void silentSessionsAreFoundLongestSilentFirst() {
        var other = new SessionId(UUID.randomUUID().toString());
        var first = beatOnce(session, sessions.open(session, "worker"));
        sessions.open(other, "worker");
        var second = beatOnce(other, first);

        assertThat(silent(first, other)).isEmpty();
        assertThat(silent(second, other)).containsExactly(session);
        assertThat(silent(second.plusMillis(1), other)).containsExactly(session, other);
    }

    @Test
    void deadSessionNeverBeatsAgain() {
        var opened = sessions.open(session, "worker");

        assertThat(sessions.declareDead(session, opened.plusMillis(1))).isTrue();

        assertThat(sessions.beat(session)).isEmpty();
        assertThat(sessions.find(session).orElseThrow().dead()).isTrue();
    }

    @Test
    void sessionSeenMeanwhileIsNotDeclaredDead() {
        var opened = sessions.open(session, "worker");
        beatOnce(session, opened);

        assertThat(sessions.declareDead(session, opened.plusMillis(1))).isFalse();
        assertThat(sessions.beat(session)).isPresent();
    }

    @Test
    void deadSessionIsShownUntilItIsClosed() {
        var opened = sessions.open(session, "worker");
        var after = opened.plusMillis(1);
        sessions.declareDead(session, after);

        assertThat(sessions.silentSince(after)).extracting(Session::id).contains(session);
        assertThat(sessions.declareDead(session, after)).as("again, by another").isTrue();

        sessions.close(session);

        assertThat(sessions.silentSince(after)).extracting(Session::id).doesNotContain(session);
    }

    @Test
    void closedSessionCannotBeat() {
        sessions.open(session, "worker");
        sessions.close(session);

        assertThat(sessions.beat(session)).isEmpty();
    }

    @Test
    void sessionThatWasDeclaredDeadIsNeverSeenAgain() throws Exception {
        var opened = sessions.open(session, "worker");

        Together.run(
                8,
                () ->
                        Thread.currentThread().threadId() % 2 == 0
                                ? sessions.declareDead(session, opened.plusMillis(1))
                                : sessions.beat(session).isPresent());

        var found = sessions.find(session).orElseThrow();
        assertThat(sessions.beat(session).isPresent()).isNotEqualTo(found.dead());
    }

    /// Beats until the database's clock has moved on.
    private Instant beatOnce(SessionId which, Instant after) {
        return await().until(() -> sessions.beat(which).orElseThrow(), after::isBefore);
    }

    private List<SessionId> silent(Instant time, SessionId other) {
        return sessions.silentSince(time).stream()
                .map(Session::id)
                .filter(id -> id.equals(session) || id.equals(other))
                .toList();
    }

    @Test
    void theLivingAreThoseSeenLatelyAndNotDeclaredDead() {
        var dead = new SessionId(UUID.randomUUID().toString());
        var opened = sessions.open(session, "worker", Set.of(TaskType.PROCESS_ASSETS));
        sessions.declareDead(dead, sessions.open(dead, "worker").plusMillis(1));

        assertThat(sessions.alive(Duration.ofMinutes(1)))
                .extracting(Session::id)
                .contains(session)
                .doesNotContain(dead);
        assertThat(sessions.find(session).orElseThrow().taskTypes())
                .containsExactly(TaskType.PROCESS_ASSETS);
        beatOnce(session, opened);
        assertThat(sessions.alive(Duration.ofDays(-1))).isEmpty();
    }
}
