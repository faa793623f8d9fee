package codex.jobs.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

class FailedAttemptTest {

    private static final String ATTEMPT = "organization=acme job=j1 task=j1-2 attempt=3";

    private final Logger log = (Logger) LoggerFactory.getLogger(FailedAttempt.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void leave() {
        log.detachAppender(said);
        log.setLevel(null);
    }

    private ILoggingEvent only() {
        assertThat(said.list).hasSize(1);
        return said.list.getFirst();
    }

    @Test
    void aStoreThatIsAwayIsOneLineWithoutItsPassword() {
        var failure =
                new DataAccessResourceFailureException(
                        "No answer of mongodb://user:hunter2@host:27017/jobs\nSince when?",
                        new IOException("Connection reset"));

        FailedAttempt.tell(ATTEMPT, FailureCause.of(failure), failure);

        assertThat(only().getLevel()).isEqualTo(Level.WARN);
        assertThat(only().getThrowableProxy()).isNull();
        assertThat(only().getFormattedMessage())
                .isEqualTo(
                        "The attempt failed, a store is away: "
                                + ATTEMPT
                                + " code=DATABASE_UNAVAILABLE"
                                + " cause=org.springframework.dao.DataAccessResourceFailureException:"
                                + " No answer of mongodb://host:27017/jobs");
    }

    @ParameterizedTest
    @EnumSource(names = {"INTERNAL_ERROR", "OUT_OF_MEMORY", "DATABASE_REFUSED"})
    void whatNobodyExpectsIsSaidWithItsStackTrace(FailureCause cause) {
        var failure = new IllegalStateException("a bug");

        FailedAttempt.tell(ATTEMPT, cause, failure);

        assertThat(only().getLevel()).isEqualTo(Level.ERROR);
        assertThat(only().getThrowableProxy().getMessage()).isEqualTo("a bug");
        assertThat(only().getFormattedMessage()).contains(ATTEMPT, "code=" + cause);
    }
}
