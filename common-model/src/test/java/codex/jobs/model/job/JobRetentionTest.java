package codex.jobs.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.FieldType;
import codex.jobs.model.tenant.EnvironmentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever happens to a job, it is not removed while something needs it.
class JobRetentionTest {

    private static final List<Retry> RETRIES = List.of(Retry.values());
    private static final Counts ONE_FAILED = new Counts(0, 0, 0, 0, 1, 1, 0, 1);
    private static final EnvironmentId OTHER = new EnvironmentId("other");

    private static final List<JobSpec> SPECS =
            List.of(
                    Jobs.aJob().spec(),
                    Jobs.aDryRun().spec(),
                    new JobSpec.ExportEntries("{}", ExportFormat.JSON),
                    new JobSpec.SyncEnvironments(Jobs.MAIN, OTHER, false),
                    new JobSpec.SyncEnvironments(Jobs.MAIN, OTHER, true),
                    new JobSpec.DeleteEnvironment(OTHER),
                    new JobSpec.DeleteField("m", "f", FieldType.TEXT, null, false));

    static Stream<Integer> seeds() {
        return IntStream.range(0, 300).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aJobStaysWhileSomethingNeedsIt(int seed) {
        var random = new Random(seed);
        var spec = SPECS.get(random.nextInt(SPECS.size()));
        var keep =
                new JobRetention.Times(
                        days(random), days(random), days(random), days(random), days(random));
        var now = Jobs.NOW;
        var job = Jobs.planned(spec, null, now);
        for (var step = 0; step < random.nextInt(20); step++) {
            now = now.plusSeconds(random.nextInt(3_600));
            job = next(job, random, now);
        }

        var removable = JobRetention.removableAt(job, keep);

        assertThat(removable.isPresent()).isEqualTo(Liveness.of(job, now) instanceof Liveness.Over);
        var end = job.finishedAt();
        if (removable.isPresent() && end != null) {
            assertThat(removable.get()).isAfterOrEqualTo(end.plus(keep.jobs()));
            assertThat(removable.get()).isAfterOrEqualTo(end.plus(needed(job, keep)));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatCannotWorkAgainNeverDoes(int seed) {
        var random = new Random(seed);
        var now = Jobs.NOW;
        var job = Jobs.planned(SPECS.get(random.nextInt(SPECS.size())), null, now);
        var couldWork = true;
        for (var step = 0; step < 40; step++) {
            now = now.plusSeconds(random.nextInt(3_600));
            job = next(job, random, now);

            var works = JobRetention.mayWork(job);
            assertThat(works || job.status().isTerminal()).as("step %d", step).isTrue();
            assertThat(!works || couldWork).as("step %d", step).isTrue();
            couldWork = works;
        }
    }

    private static Duration days(Random random) {
        return Duration.ofDays(random.nextInt(100));
    }

    private static Duration needed(Job job, JobRetention.Times kept) {
        return switch (job.spec()) {
            case JobSpec.ExportEntries _ -> kept.exports();
            case JobSpec.Delete _ -> kept.trash();
            case JobSpec.SyncEnvironments _ -> kept.replaced();
            case JobSpec.DeleteEnvironment _ -> kept.deleted();
            default -> Duration.ZERO;
        };
    }

    private static Job next(Job job, Random random, Instant now) {
        var task = job.currentTask().orElseGet(() -> job.tasks().getLast());
        var result = JobResult.ofFile("file", 1, 1, "0");
        var event =
                switch (random.nextInt(9)) {
                    case 0 -> new JobEvent.CancelRequested(Jobs.ALICE);
                    case 1 -> new JobEvent.LocksGranted();
                    case 2 -> new JobEvent.TaskReleased(task.id());
                    case 3 -> new JobEvent.TaskClaimed(task.id(), task.attempt() + 1, Jobs.WORKER);
                    case 4 ->
                            new JobEvent.TaskCompleted(
                                    task.id(),
                                    task.attempt(),
                                    task.progress(),
                                    random.nextBoolean() ? task.counts() : ONE_FAILED,
                                    result);
                    case 5 -> new JobEvent.DeleteRequested(Jobs.ALICE);
                    case 6 ->
                            new JobEvent.RetryRequested(
                                    Jobs.ALICE, RETRIES.get(random.nextInt(RETRIES.size())), null);
                    case 7 ->
                            new JobEvent.TaskFailed(
                                    task.id(),
                                    task.attempt(),
                                    new JobError("BROKEN", "Broken", task.id(), false),
                                    task.progress(),
                                    task.counts(),
                                    JobResult.NONE);
                    default -> new JobEvent.Settled();
                };
        return JobMachine.step(job, event, now) instanceof Step.Applied(var next, _) ? next : job;
    }
}
