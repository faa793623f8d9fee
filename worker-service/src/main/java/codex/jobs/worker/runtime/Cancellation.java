package codex.jobs.worker.runtime;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.TaskHandedBack;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.Task;
import codex.jobs.model.job.TaskStatus;
import codex.jobs.stores.jobs.JobStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Twice a second, one query: which of the tasks that run here were cancelled, and which belong to
/// somebody else by now. Long chunks learn of it without a checkpoint of their own.
///
/// The same answer shows leases that nobody here works on, left by a claim whose answer from the
/// store got lost: they are given back.
@Component
final class Cancellation {

    private static final Logger log = LoggerFactory.getLogger(Cancellation.class);
    private static final int MOST = 10_000;

    /// Longer than a claimed task takes to start, also on a busy machine.
    private static final long IDLE_NANOS = 2_000_000_000L;

    private final JobStore jobs;
    private final JobSteps steps;
    private final WorkerSession session;
    private final RunningTasks running;

    /// Leases without a task, and since when, as [System#nanoTime]: the task may be about to start.
    private Map<Lease, Long> idle = Map.of();

    private record Lease(Job job, Task task) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Lease(_, var otherTask)
                    && task.id().equals(otherTask.id())
                    && task.attempt() == otherTask.attempt();
        }

        @Override
        public int hashCode() {
            return task.id().hashCode();
        }
    }

    Cancellation(JobStore jobs, JobSteps steps, WorkerSession session, RunningTasks running) {
        this.jobs = jobs;
        this.steps = steps;
        this.session = session;
        this.running = running;
    }

    void check() throws InterruptedException {
        var owner = session.current();
        if (owner.isPresent()) {
            check(owner.get());
        }
    }

    private void check(SessionId owner) throws InterruptedException {
        var before = new HashSet<>(running.all());
        var leased = jobs.leasedBy(owner, MOST);
        var nowIdle = new HashSet<Lease>();
        for (var job : leased) {
            job.currentTask()
                    .filter(task -> task.status() == TaskStatus.ACTIVE)
                    .ifPresent(task -> look(job, task, before, nowIdle));
        }
        if (leased.size() < MOST) {
            // A lease that was there before the question and is missing in the answer.
            before.stream()
                    .filter(run -> running.find(run.id(), run.attempt()).isPresent())
                    .forEach(run -> run.stop(Stop.FENCED));
        }
        giveBack(nowIdle);
    }

    private void look(Job job, Task task, Set<TaskRun> before, Set<Lease> nowIdle) {
        var run = running.find(task.id(), task.attempt());
        if (run.isEmpty()) {
            nowIdle.add(new Lease(job, task));
            return;
        }
        before.remove(run.get());
        if (job.cancelRequestedAt() != null) {
            run.get().stop(Stop.CANCELLED);
        }
    }

    private void giveBack(Set<Lease> nowIdle) throws InterruptedException {
        var now = System.nanoTime();
        var since = new HashMap<Lease, Long>();
        for (var lease : nowIdle) {
            var begun = idle.getOrDefault(lease, now);
            since.put(lease, begun);
            if (now - begun >= IDLE_NANOS) {
                log.warn("Lease without a task given back: job={}", lease.job().id());
                steps.apply(
                        lease.job(),
                        new TaskHandedBack(lease.task().id(), lease.task().attempt()),
                        () -> true);
            }
        }
        idle = since;
    }
}
