package codex.jobs.worker.runtime;

import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.message.TaskCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Decides what this worker takes on: nothing without a live session and free slots, so that
/// commands stay with the broker for other workers.
@Component
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /// How long commands may be kept from other workers when slots went to other task types between
    /// asking and receiving.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Claims claims;
    private final TaskRunner runner;
    private final WorkerSession session;
    private final Slots slots;
    private final WorkerMetrics metrics;

    private volatile long storeFailedAt = System.nanoTime();

    Intake(
            Claims claims,
            TaskRunner runner,
            WorkerSession session,
            Slots slots,
            WorkerMetrics metrics) {
        this.claims = claims;
        this.runner = runner;
        this.session = session;
        this.slots = slots;
        this.metrics = metrics;
    }

    /// Waits a moment until that many tasks would be welcome; tells whether they are. After the
    /// store has failed, none are before it has answered again: asking for commands only to give
    /// them back would use up their deliveries.
    boolean awaitReady(int tasks) throws InterruptedException {
        if (session.current().isEmpty() || !session.seenSince(storeFailedAt)) {
            Thread.sleep(LOOK_AGAIN);
            return false;
        }
        return slots.awaitFree(tasks, Duration.ofSeconds(1));
    }

    /// Claims and starts. Answers how many of the commands, from the first on, are decided: won or
    /// refused. The others must go back to the broker.
    int take(TaskType type, List<TaskCommand> commands) throws InterruptedException {
        var decided = 0;
        while (decided < commands.size()) {
            var free = slots.take(commands.size() - decided, PATIENCE);
            if (free == 0) {
                break;
            }
            var now = commands.subList(decided, decided + free);
            if (!takeNow(type, now)) {
                break;
            }
            decided += free;
        }
        metrics.claims(type, WorkerMetrics.Claim.RELEASED, commands.size() - decided);
        return decided;
    }

    /// With a slot taken for each of the commands. Answers whether all are decided.
    private boolean takeNow(TaskType type, List<TaskCommand> commands) throws InterruptedException {
        var owner = session.current();
        try {
            if (owner.isPresent()) {
                start(type, commands, claims.claim(type, commands, owner.get()), owner);
                return true;
            }
        } catch (DataAccessException e) {
            storeFailedAt = System.nanoTime();
            log.warn("The job store is away, commands given back: {}", e.toString());
        } catch (RuntimeException e) {
            return takeOneByOne(type, commands, e);
        }
        slots.giveBack(commands.size());
        return false;
    }

    private void start(
            TaskType type,
            List<TaskCommand> commands,
            List<Claims.Claimed> won,
            Optional<SessionId> owner) {
        won.forEach(claimed -> runner.start(claimed, () -> session.current().equals(owner)));
        var refused = commands.size() - won.size();
        slots.giveBack(refused);
        metrics.claims(type, WorkerMetrics.Claim.WON, won.size());
        metrics.claims(type, WorkerMetrics.Claim.REFUSED, refused);
    }

    /// One job that cannot be read must not hold up the others of its batch.
    private boolean takeOneByOne(
            TaskType type, List<TaskCommand> commands, RuntimeException failure)
            throws InterruptedException {
        if (commands.size() == 1) {
            log.error("Command dropped: job={}", commands.getFirst().job(), failure);
            slots.giveBack(1);
            metrics.claims(type, WorkerMetrics.Claim.REFUSED, 1);
            return true;
        }
        var decided = true;
        for (var command : commands) {
            decided &= takeNow(type, List.of(command));
        }
        return decided;
    }
}
