package codex.jobs.scheduler.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.Jobs;
import codex.jobs.scheduler.due.Complaints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RoundTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(Round.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void leave() {
        log.detachAppender(said);
    }

    @Test
    void whatIsStuckIsSaidOnceHoweverOftenItIsLookedAt() {
        var complaints = new Complaints();
        var one = new Draft(Jobs.aStuckJob(), Jobs.NOW);
        var other = new Draft(Jobs.aStuckJob(), Jobs.NOW);

        for (var times = 0; times < 3; times++) {
            var round = new Round(complaints, Jobs.NOW);
            round.sort(one);
            round.sort(other);
            assertThat(round.stuck).containsExactly(one, other);
        }

        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactlyInAnyOrder(message(one.job()), message(other.job()));
    }

    private static String message(Job job) {
        return "Stuck, active task without a lease: organization=%s job=%s"
                .formatted(job.organization(), job.id());
    }
}
