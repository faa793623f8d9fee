package codex.jobs.scheduler;

import static org.awaitility.Awaitility.await;

import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobEvent.TaskClaimed;
import codex.jobs.model.job.JobEvent.TaskCompleted;
import codex.jobs.model.job.JobEvent.TaskFailed;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.Step;
import codex.jobs.model.job.Task;
import codex.jobs.model.message.JobNews;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.news.EffectPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Plays the API and the workers around the schedulers of a test.
final class Scene {

    /// Shorter than the pause after which a waiting job looks at its locks by itself.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JobStore jobs;
    private final EffectPublisher publisher;

    Scene(TestScheduler scheduler) {
        jobs = scheduler.bean(JobStore.class);
        publisher = scheduler.bean(EffectPublisher.class);
    }

    static EnvironmentId anEnvironment() {
        return new EnvironmentId("env" + UUID.randomUUID().toString().replace("-", ""));
    }

    /// Stores an import without telling anyone.
    Job created(EnvironmentId environment, @Nullable Instant scheduledTime) {
        return jobs.insert(planned(environment, Jobs.aJob().spec(), scheduledTime));
    }

    static Job planned(EnvironmentId environment, JobSpec spec, @Nullable Instant scheduledTime) {
        return Job.planned(
                Jobs.aJob().id(),
                Jobs.ACME,
                environment,
                "a job",
                spec,
                scheduledTime,
                Jobs.ALICE,
                null,
                now());
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /// Stores an import and tells the schedulers.
    Job announced(EnvironmentId environment) {
        var job = created(environment, null);
        announce(job);
        return job;
    }

    /// Stores a job of this kind and tells the schedulers.
    Job announced(EnvironmentId environment, JobSpec spec) {
        var job = jobs.insert(planned(environment, spec, null));
        announce(job);
        return job;
    }

    void announce(Job job) {
        var news = new JobNews(job.organization(), job.id(), job.version(), JobNews.Kind.CHANGED);
        publisher.publish(List.of(new Effect.PublishNews(news))).join();
    }

    Job stored(Job job) {
        return jobs.find(job.organization(), job.id()).orElseThrow();
    }

    List<Job> stored(Collection<Job> those) {
        return jobs.findAll(those.stream().map(Job::id).toList());
    }

    static Task current(Job job) {
        return job.currentTask().orElseThrow();
    }

    Job awaitDispatched(Job job) {
        return awaitUntil(job, now -> current(now).dispatch() != null);
    }

    void awaitDispatched(Collection<Job> those) {
        await().atMost(PATIENCE)
                .until(() ->
                        stored(those).stream().allMatch(now -> current(now).dispatch() != null));
    }

    Job awaitUntil(Job job, Predicate<Job> condition) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> stored(job), condition);
    }

    /// A worker takes the dispatched task.
    Job claimed(Job job, SessionId session) {
        return happens(
                job,
                now -> new TaskClaimed(current(now).id(), current(now).attempt() + 1, session));
    }

    Job completed(Job job) {
        return happens(
                job,
                now ->
                        new TaskCompleted(
                                current(now).id(),
                                current(now).attempt(),
                                current(now).progress(),
                                current(now).counts(),
                                JobResult.NONE));
    }

    /// The attempt fails, and nothing is tried again.
    Job failed(Job job) {
        return happens(
                job,
                now ->
                        new TaskFailed(
                                current(now).id(),
                                current(now).attempt(),
                                new JobError("BROKEN", "broken", null, false),
                                current(now).progress(),
                                current(now).counts(),
                                JobResult.NONE));
    }

    /// Works off all tasks of the job.
    Job worked(Job job, SessionId session) {
        for (var _ : job.tasks()) {
            completed(claimed(awaitDispatched(job), session));
        }
        return awaitUntil(job, Job::settled);
    }

    Job happens(Job job, Function<Job, JobEvent> event) {
        while (true) {
            var before = stored(job);
            var step = JobMachine.step(before, event.apply(before), now());
            if (!(step instanceof Step.Applied(var next, var effects))) {
                throw new AssertionError(step + " for " + before);
            }
            if (jobs.apply(before, next)) {
                var _ = publisher.publish(effects);
                return next;
            }
        }
    }
}
