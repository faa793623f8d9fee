package codex.jobs.model.job;

import static codex.jobs.model.job.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.JobEvent.DeleteRequested;
import codex.jobs.model.job.JobEvent.LocksGranted;
import codex.jobs.model.job.JobEvent.RetryRequested;
import codex.jobs.model.job.JobEvent.TaskClaimed;
import codex.jobs.model.job.JobEvent.TaskCompleted;
import codex.jobs.model.job.JobEvent.TaskReleased;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random lives of jobs: a seed that fails is in the test's name.
@DisplayName("whatever happens to a job")
class JobMachinePropertyTest {

    private static final int LIVES = 300;
    private static final int EVENTS = 120;

    static List<Long> seeds() {
        var random = new Random();
        return random.longs(LIVES).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noEventBreaksAnInvariant(long seed) {
        var random = new Random(seed);
        var job = random.nextBoolean() ? Jobs.aJob() : Jobs.aScheduledJob(Jobs.NOW.plusSeconds(9));
        var now = Jobs.NOW;
        for (int i = 0; i < EVENTS; i++) {
            now = now.plusMillis(random.nextInt(20_000));
            var events = Events.all(job);
            var event = events.get(random.nextInt(events.size()));
            if (JobMachine.step(job, event, now) instanceof Step.Applied(var next, _)) {
                assertInvariants(job, event, next, now);
                job = next;
            }
        }
    }

    private static void assertInvariants(Job before, JobEvent event, Job after, Instant now) {
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after).as("%s", event).isNeverForgotten();
        assertThat(Liveness.of(after, now)).isNotInstanceOf(Liveness.Stuck.class);
        var isRetried = event instanceof RetryRequested;
        if (isRetried) {
            assertThat(before.settled()).isTrue();
            assertThat(after.attempt()).isEqualTo(before.attempt() + 1);
        } else {
            assertThat(rank(after.status())).isGreaterThanOrEqualTo(rank(before.status()));
            assertThat(after.attempt()).isEqualTo(before.attempt());
        }
        if (before.status().isTerminal() && !isRetried) {
            assertThat(after.status())
                    .isEqualTo(
                            event instanceof DeleteRequested ? JobStatus.DELETED : before.status());
            assertThat(after.outcome()).isEqualTo(before.outcome());
        }
        assertThat(after.outcome() != null).isEqualTo(after.status().isTerminal());
        assertThat(after.finishedAt() != null).isEqualTo(after.status().isTerminal());
        for (int i = 0; i < after.tasks().size(); i++) {
            assertTask(before.tasks().get(i), after.tasks().get(i), isRetried);
        }
    }

    private static void assertTask(Task before, Task after, boolean isRetried) {
        assertThat(after.attempt()).isGreaterThanOrEqualTo(before.attempt());
        assertThat(after.checkpoint().chunksDone())
                .isGreaterThanOrEqualTo(before.checkpoint().chunksDone());
        if (before.status().isTerminal() && !isRetried) {
            assertThat(after).isEqualTo(before);
        }
    }

    private static int rank(JobStatus status) {
        return switch (status) {
            case UNDEFINED, PENDING -> 0;
            case ACTIVE -> 1;
            case COMPLETED, FAILED, DELETED -> 2;
        };
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void doubledAndReorderedNewsLeadToTheSameEnd(long seed) {
        var random = new Random(seed);
        var job = Jobs.aJob();
        var news = new ArrayList<>(life(job));
        news.addAll(life(job));

        var end = job;
        // Redelivery: what was ignored as too early comes again until the job is over.
        while (!end.status().isTerminal()) {
            Collections.shuffle(news, random);
            for (var event : news) {
                if (JobMachine.step(end, event, Jobs.NOW) instanceof Step.Applied(var next, _)) {
                    end = next;
                }
            }
        }

        var straight = job;
        for (var event : life(job)) {
            straight = Jobs.after(straight, event);
        }
        assertThat(end).isEqualTo(straight);
    }

    /// All that must happen to a job, in order.
    private static List<JobEvent> life(Job job) {
        var events = new ArrayList<JobEvent>();
        events.add(new LocksGranted());
        events.add(new TaskReleased(job.tasks().getFirst().id()));
        for (var task : job.tasks()) {
            events.add(new TaskClaimed(task.id(), 1, Jobs.WORKER));
            events.add(new TaskCompleted(task.id(), 1, Progress.NONE, Counts.NONE, JobResult.NONE));
        }
        return events;
    }
}
