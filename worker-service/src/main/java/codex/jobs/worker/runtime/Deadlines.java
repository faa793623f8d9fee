package codex.jobs.worker.runtime;

import codex.jobs.model.job.JobEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Ends attempts that take too long, in all or without finishing a chunk, and chunks of cancelled
/// jobs. A handler that does not obey its interruption (an endless loop) cannot be ended: its
/// attempt is failed nevertheless, its slot stays taken, and the worker reports itself as broken so
/// that it is replaced.
///
/// For one thread only.
@Component
final class Deadlines {

    private static final Logger log = LoggerFactory.getLogger(Deadlines.class);

    private final RunningTasks running;
    private final JobSteps steps;
    private final WorkerMetrics metrics;
    private final ApplicationEventPublisher events;
    private final WorkerProperties.AttemptLimits limits;
    private final InstantSource clock;

    private final Map<TaskRun, Instant> expired = new HashMap<>();
    private final Map<TaskRun, Instant> cancelled = new HashMap<>();
    private final Set<TaskRun> runaways = new HashSet<>();

    Deadlines(
            RunningTasks running,
            JobSteps steps,
            WorkerMetrics metrics,
            ApplicationEventPublisher events,
            WorkerProperties properties,
            InstantSource clock) {
        this.running = running;
        this.steps = steps;
        this.metrics = metrics;
        this.events = events;
        this.limits = properties.attempt();
        this.clock = clock;
    }

    void check() {
        var now = clock.instant();
        var runs = running.all();
        expired.keySet().retainAll(runs);
        cancelled.keySet().retainAll(runs);
        runaways.retainAll(runs);
        for (var run : runs) {
            if (expired.containsKey(run)) {
                checkObeyed(run, now);
            } else if (isExpired(run, now)) {
                log.warn("Out of time: job={} task={}", run.job().id(), run.id());
                expired.put(run, now);
                run.stop(Stop.EXPIRED);
            } else if (isCancelledFor(run, now)) {
                expired.put(run, now);
                run.interruptCancelled();
            }
        }
    }

    private boolean isExpired(TaskRun run, Instant now) {
        var type = run.task().type();
        return now.isAfter(run.startedAt().plus(limits.timeout(type)))
                || now.isAfter(run.progressedAt().plus(limits.stall(type)));
    }

    private boolean isCancelledFor(TaskRun run, Instant now) {
        if (run.stop() != Stop.CANCELLED) {
            return false;
        }
        return now.isAfter(cancelled.computeIfAbsent(run, _ -> now).plus(limits.cancel()));
    }

    private void checkObeyed(TaskRun run, Instant now) {
        var since = expired.getOrDefault(run, now);
        if (now.isAfter(since.plus(limits.interrupt())) && runaways.add(run)) {
            log.error(
                    "A handler does not return, its slot is lost: job={} task={}",
                    run.job().id(),
                    run.id());
            metrics.runaway();
            AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
            if (!run.isFenced()) {
                failOnItsBehalf(run);
            }
        }
    }

    private void failOnItsBehalf(TaskRun run) {
        var event = TaskEnding.ofStopped(run);
        run.stop(Stop.FENCED);
        // Virtual threads may have nothing left to run on.
        Thread.ofPlatform().name("end-" + run.id()).start(() -> end(run, event));
    }

    private void end(TaskRun run, JobEvent event) {
        try {
            run.log().close();
            steps.apply(run.job(), event, () -> false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("The end of a runaway could not be written: task={}", run.id(), e);
        }
    }
}
