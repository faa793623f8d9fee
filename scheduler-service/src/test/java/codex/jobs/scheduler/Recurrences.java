package codex.jobs.scheduler;

import static org.awaitility.Awaitility.await;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.Schedule;
import codex.jobs.stores.jobs.JobQuery;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.logs.LogQuery;
import codex.jobs.stores.recurring.RecurringJobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Recurring jobs that are due when a test wants it.
final class Recurrences {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RecurringJobStore recurring;
    private final JobStore jobs;
    private final JobLogStore logs;

    Recurrences(TestScheduler scheduler) {
        recurring = scheduler.bean(RecurringJobStore.class);
        jobs = scheduler.bean(JobStore.class);
        logs = scheduler.bean(JobLogStore.class);
    }

    /// Stored as if its next time were `nextRunAt`, whatever its expression says.
    RecurringJob due(@Nullable Instant nextRunAt) {
        var planned =
                RecurringJob.planned(
                        new RecurringJobId(UUID.randomUUID().toString().replace("-", "")),
                        Jobs.ACME,
                        Jobs.MAIN,
                        "Hourly",
                        new JobSpec.SyncEnvironments(
                                Scene.anEnvironment(), Scene.anEnvironment(), false),
                        Schedule.inUtc("0 * * * *"),
                        Jobs.ALICE,
                        null,
                        Scene.now());
        return recurring.insert(at(planned, nextRunAt));
    }

    static RecurringJob at(RecurringJob job, @Nullable Instant nextRunAt) {
        return new RecurringJob(
                job.id(),
                job.organization(),
                job.version(),
                job.name(),
                job.spec(),
                job.environment(),
                job.schedule(),
                job.paused(),
                job.deleted(),
                nextRunAt,
                job.firings(),
                job.running(),
                job.lastJob(),
                job.lastRunAt(),
                job.lastFailed(),
                job.createdAt(),
                job.updatedAt(),
                job.createdBy(),
                job.updatedBy(),
                job.idempotencyKey());
    }

    boolean apply(RecurringJob expected, RecurringJob next) {
        return recurring.apply(expected, next);
    }

    void moved(RecurringJob job, Instant nextRunAt) {
        await().atMost(PATIENCE)
                .until(() -> {
                    var before = recurring.findAll(List.of(job.id())).getFirst();
                    var next = at(before, nextRunAt);
                    return recurring.apply(before, next);
                });
    }

    List<Job> runs(RecurringJob job) {
        return jobs.search(job.organization(), JobQuery.runs(job.id(), 0, 100)).items();
    }

    /// What the log of a run warns of.
    List<LogLine> warnings(Job run) {
        return logs.search(
                        new LogQuery(
                                run.organization(),
                                run.id(),
                                null,
                                List.of(LogType.WARNING),
                                null,
                                0,
                                100))
                .items();
    }

    RecurringJob awaitUntil(RecurringJob job, Predicate<RecurringJob> condition) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> recurring.findAll(List.of(job.id())).getFirst(), condition);
    }
}
