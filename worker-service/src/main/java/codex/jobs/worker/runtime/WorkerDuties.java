package codex.jobs.worker.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// What a worker does beside its tasks, each on a thread that nothing else can hold up.
@Component
final class WorkerDuties {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
    private static final Duration OFTEN = Duration.ofMillis(200);

    private final List<Periodic> all;

    WorkerDuties(
            WorkerSession session,
            Cancellation cancellation,
            Deadlines deadlines,
            ProgressNews progress,
            RunningTasks running,
            List<BackgroundDuty> others) {
        all = new ArrayList<>();
        others.forEach(duty -> all.add(new Periodic(duty.name(), duty.period(), duty::perform)));
        all.addAll(
                List.of(
                        new Periodic("session", SECOND, session::beat),
                        new Periodic("session-check", OFTEN, session::checkSeen),
                        new Periodic("deadlines", OFTEN, deadlines::check),
                        new Periodic("cancellation", HALF_A_SECOND, cancellation::check),
                        new Periodic("progress-news", OFTEN, progress::tell),
                        new Periodic("task-logs", OFTEN, running::flushLogs)));
    }

    void start() {
        all.forEach(Periodic::start);
    }

    void stop(Duration longest) throws InterruptedException {
        for (var duty : all) {
            duty.stop(longest);
        }
    }
}
