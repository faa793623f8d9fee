package codex.jobs.worker.runtime;

import codex.jobs.model.job.TaskType;
import codex.jobs.stores.news.KafkaProvisioning;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Starts and stops the worker's threads. Stopping: no new tasks, running ones hand back at the end
/// of their chunk, the session is closed. A task that does not get there in time is left to the
/// death of the session, which counts against it: a handler that ends the process must not be tried
/// for ever.
@Component
final class WorkerRuntime implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WorkerRuntime.class);
    private static final Duration JOIN = Duration.ofSeconds(3);

    private final KafkaProvisioning provisioning;
    private final List<TaskConsumer> consumers;
    private final WorkerDuties duties;
    private final RunningTasks running;
    private final WorkerSession session;
    private final Duration shutdown;

    private volatile boolean started;
    private volatile boolean consuming;
    private volatile List<Thread> threads = List.of();

    WorkerRuntime(
            KafkaProvisioning provisioning,
            TaskHandlers handlers,
            WorkerProperties properties,
            ConsumerSettings settings,
            Intake intake,
            WorkerMetrics metrics,
            WorkerDuties duties,
            RunningTasks running,
            WorkerSession session) {
        this.provisioning = provisioning;
        this.consumers =
                types(handlers, properties).stream()
                        .sorted()
                        .map(type -> new TaskConsumer(type, settings, intake, metrics))
                        .toList();
        this.duties = duties;
        this.running = running;
        this.session = session;
        this.shutdown = properties.shutdown();
    }

    /// What this worker takes: all that it can do, or what is configured of that.
    static Set<TaskType> types(TaskHandlers handlers, WorkerProperties properties) {
        var wanted = properties.taskTypes();
        return handlers.types().stream()
                .filter(type -> wanted.isEmpty() || wanted.contains(type))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void start() {
        started = true;
        consuming = true;
        log.info("Worker starts: types={}", consumers.stream().map(TaskConsumer::type).toList());
        duties.start();
        threads = List.of(Thread.ofPlatform().name("worker-start").start(this::consume));
    }

    /// Topics first: a share group that subscribes to a missing topic waits for its next metadata.
    private void consume() {
        try {
            provisioning.provision();
            synchronized (this) {
                if (consuming) {
                    threads =
                            consumers.stream()
                                    .map(consumer ->
                                            Thread.ofPlatform()
                                                    .name("consume-" + consumer.type().slug())
                                                    .start(consumer))
                                    .toList();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        started = false;
        try {
            stopConsumers();
            running.stopAll(Stop.SHUTDOWN);
            var handedBack = running.awaitNone(shutdown);
            duties.stop(JOIN);
            if (handedBack) {
                session.close();
                log.info("Worker stopped, nothing left to do");
            } else {
                log.warn("Worker stopped, left behind: tasks={}", running.all().size());
                running.stopAll(Stop.FENCED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("The session was not closed, it ends by itself: {}", e.toString());
        }
    }

    void stopConsumers() throws InterruptedException {
        List<Thread> stopped;
        synchronized (this) {
            consuming = false;
            stopped = threads;
        }
        consumers.forEach(TaskConsumer::stop);
        for (var thread : stopped) {
            thread.join(JOIN);
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
