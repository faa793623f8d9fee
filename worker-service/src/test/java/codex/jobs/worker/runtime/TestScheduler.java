package codex.jobs.worker.runtime;

import static org.awaitility.Awaitility.await;

import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.Step;
import codex.jobs.model.job.Task;
import codex.jobs.model.job.TaskStatus;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.news.EffectPublisher;
import codex.jobs.stores.news.KafkaProvisioning;
import codex.jobs.stores.sessions.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;

/// Plays the API and the scheduler: creates jobs, releases tasks, takes leases from the dead.
final class TestScheduler {

    static final OrganizationId ACME = new OrganizationId("acme");

    private static final Actor SOMEBODY = Actor.named("u1", false, "somebody", "Some Body");

    private final JobStore jobs;
    private final SessionStore sessions;
    private final EffectPublisher publisher;

    TestScheduler(TestWorker worker) {
        jobs = worker.bean(JobStore.class);
        sessions = worker.bean(SessionStore.class);
        publisher = worker.bean(EffectPublisher.class);
        awaitTopics(worker);
    }

    private static void awaitTopics(TestWorker worker) {
        try {
            worker.bean(KafkaProvisioning.class).provision();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A new job whose first task is in its topic.
    Job released() {
        return release(planned());
    }

    /// A new job, stored with its locks granted.
    Job planned() {
        var now = Instant.now();
        var spec =
                new JobSpec.ImportEntries(
                        "uploads/a.json", ImportConflictMode.UPSERT, false, null, null, null);
        var job =
                Job.planned(
                        new JobId(UUID.randomUUID().toString().replace("-", "")),
                        ACME,
                        new EnvironmentId("main"),
                        "a job",
                        spec,
                        null,
                        SOMEBODY,
                        null,
                        now);
        return jobs.insert(next(job, new JobEvent.LocksGranted()).job());
    }

    /// Puts the current task into its topic, and waits until the broker has it.
    Job release(Job job) {
        var applied = change(job, new JobEvent.TaskReleased(job.currentTask().orElseThrow().id()));
        publisher.publish(applied.effects()).join();
        return applied.job();
    }

    Step.Applied change(Job job, JobEvent event) {
        var applied = next(job, event);
        if (!jobs.apply(job, applied.job())) {
            throw new IllegalStateException("Somebody else has changed the job");
        }
        return applied;
    }

    /// What the scheduler does with a session that was silent for too long.
    void declareDead(SessionId session) {
        sessions.declareDead(session, Instant.now().plus(Duration.ofHours(1)));
        takeLeases(session);
    }

    /// What it does once more before it forgets a session: a claim may have arrived just after the
    /// declaration.
    void takeLeases(SessionId session) {
        for (var job : jobs.leasedBy(session, 100)) {
            var task = job.currentTask().orElseThrow();
            var lost = new JobEvent.LeaseLost(task.id(), task.attempt(), session);
            release(change(job, lost).job());
        }
    }

    Job stored(Job job) {
        return jobs.find(job.organization(), job.id()).orElseThrow();
    }

    Task firstTask(Job job) {
        return stored(job).tasks().getFirst();
    }

    void awaitFirstTask(Job job, Predicate<Task> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> condition.test(firstTask(job)));
    }

    void awaitFirstTaskCompleted(Job job) {
        awaitFirstTask(job, task -> task.status() == TaskStatus.COMPLETED);
    }

    private static Step.Applied next(Job job, JobEvent event) {
        if (JobMachine.step(job, event, Instant.now()) instanceof Step.Applied applied) {
            return applied;
        }
        throw new IllegalStateException(event + " does not fit " + job);
    }
}
