package codex.jobs.worker.runtime;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.LeaseLost;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskStatus;
import codex.jobs.model.job.TaskType;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.sessions.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// This worker's right to its tasks: alive every second, by database time. Once it is declared
/// dead, or unseen for longer than a lease, everything that runs here is stopped and another
/// session begins; a paused process that comes back finds out the same way.
///
/// [#beat] belongs to one thread; the rest may be asked by any.
@Component
final class WorkerSession {

    private static final Logger log = LoggerFactory.getLogger(WorkerSession.class);
    private static final String KIND = "worker";
    private static final int LEASES_AT_ONCE = 1_000;

    private final SessionStore sessions;
    private final JobStore jobs;
    private final JobSteps steps;
    private final RunningTasks running;
    private final WorkerMetrics metrics;
    private final Set<TaskType> types;
    private final Duration lease;

    /// Sessions that were lost while others may believe in them still.
    private final List<SessionId> lost = new ArrayList<>();

    private volatile @Nullable Life life;

    /// @param seenAt when the last beat that was answered began, as [System#nanoTime]
    private record Life(SessionId id, long seenAt) {}

    WorkerSession(
            SessionStore sessions,
            JobStore jobs,
            JobSteps steps,
            RunningTasks running,
            WorkerMetrics metrics,
            TaskHandlers handlers,
            WorkerProperties properties) {
        this.sessions = sessions;
        this.jobs = jobs;
        this.steps = steps;
        this.running = running;
        this.metrics = metrics;
        this.types = WorkerRuntime.types(handlers, properties);
        this.lease = properties.lease();
    }

    /// The session under which tasks may be claimed now.
    Optional<SessionId> current() {
        var now = life;
        return now == null || isUnseen(now) ? Optional.empty() : Optional.of(now.id());
    }

    /// Whether the store has answered since that time, given as [System#nanoTime].
    boolean seenSince(long time) {
        var now = life;
        return now != null && now.seenAt() - time > 0;
    }

    /// Stops everything if the session has not been seen for a lease, whatever the store does.
    void checkSeen() {
        var now = life;
        if (now != null && isUnseen(now)) {
            running.stopAll(Stop.FENCED);
        }
    }

    /// Once a second. Throws what the store throws.
    void beat() throws InterruptedException {
        var begun = System.nanoTime();
        var now = life;
        if (now != null) {
            if (!isUnseen(now) && sessions.beat(now.id()).isPresent()) {
                life = new Life(now.id(), begun);
                return;
            }
            lose(now);
        }
        open();
        giveUpLostLeases();
    }

    /// Nothing of this session is left to do. Only for a session without leases.
    void close() {
        var now = life;
        life = null;
        if (now != null) {
            sessions.close(now.id());
        }
    }

    private boolean isUnseen(Life now) {
        return System.nanoTime() - now.seenAt() > lease.toNanos();
    }

    private void lose(Life now) {
        life = null;
        running.stopAll(Stop.FENCED);
        lost.add(now.id());
        metrics.sessionLost();
        log.warn("Session lost, all tasks stopped: session={}", now.id());
    }

    private void open() {
        var begun = System.nanoTime();
        var id = new SessionId("w-" + UUID.randomUUID());
        sessions.open(id, KIND, types);
        life = new Life(id, begun);
        log.info("Session opened: session={}", id);
    }

    /// Normally the scheduler takes leases from dead sessions. It does not for a session that was
    /// lost by its own worker only, nor for a task that was being claimed at that moment.
    private void giveUpLostLeases() throws InterruptedException {
        while (!lost.isEmpty()) {
            var session = lost.getFirst();
            for (var job : jobs.leasedBy(session, LEASES_AT_ONCE)) {
                giveUp(job, session);
            }
            sessions.close(session);
            lost.removeFirst();
        }
    }

    private void giveUp(Job job, SessionId session) throws InterruptedException {
        var task = job.currentTask().filter(each -> each.status() == TaskStatus.ACTIVE);
        if (task.isPresent()) {
            var event = new LeaseLost(task.get().id(), task.get().attempt(), session);
            // At the first failure another beat must come before another try.
            steps.apply(job, event, () -> true);
        }
    }
}
