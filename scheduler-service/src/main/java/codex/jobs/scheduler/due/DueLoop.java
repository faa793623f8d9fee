package codex.jobs.scheduler.due;

import codex.jobs.stores.mongo.WakeUp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Timers in memory, and the database as the truth behind them: a look ahead into an index now and
/// then says what will be due until the look after next; each of those is done at its time. Only
/// this scheduler's share, and what others have left lying about for long. Used by one thread.
public final class DueLoop {

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    /// Left lying about by the one whose share it is.
    private static final Duration ABANDONED_AFTER = Duration.ofSeconds(5);

    private static final int BATCHES_AHEAD = 4;

    private final Source source;
    private final Work work;
    private final Timers timers;
    private final Share share;
    private final DatabaseTime time;
    private final Duration period;
    private final int batch;
    private Instant nextLook = Instant.MIN;

    /// What must be looked at up to a time, longest overdue first.
    @FunctionalInterface
    public interface Source {
        List<WakeUp> wakeUps(Instant until, int most, Predicate<String> wanted);
    }

    /// Does what is due; answers whether anything came of it.
    @FunctionalInterface
    public interface Work {
        boolean isDone(List<String> due);
    }

    public DueLoop(
            Source source,
            Work work,
            Timers timers,
            Share share,
            DatabaseTime time,
            Duration period,
            int batch) {
        this.source = source;
        this.work = work;
        this.timers = timers;
        this.share = share;
        this.time = time;
        this.period = period;
        this.batch = batch;
    }

    /// Until when timers are set.
    public static Duration horizon(Duration period) {
        return period.multipliedBy(2);
    }

    /// Looks, or does one batch of what is due; answers how long there is nothing to do.
    public Duration turn() {
        if (!time.isKnown()) {
            return LONGEST_PAUSE;
        }
        var now = time.instant();
        if (!nextLook.isAfter(now)) {
            look(now);
        }
        var due = timers.take(now, batch);
        if (due.isEmpty()) {
            return pause(now);
        }
        if (!work.isDone(due)) {
            // Asked for again with the next look, and not at once.
            timers.clear();
            nextLook = now.plus(period);
        }
        return Duration.ZERO;
    }

    private void look(Instant now) {
        var most = batch * BATCHES_AHEAD;
        var found = source.wakeUps(now.plus(horizon(period)), most, share::isMine);
        found.forEach(wakeUp -> timers.add(wakeUp.id(), wakeUp.at()));
        if (found.size() == most) {
            // There is more: look again when most of it is done.
            var last = found.getLast().at();
            nextLook = last.isBefore(now) ? now.plus(period.dividedBy(4)) : last;
            return;
        }
        nextLook = now.plus(period);
        if (found.isEmpty() || found.getFirst().at().isAfter(now)) {
            takeAbandoned(now);
        }
    }

    /// In no order, so that not everyone begins with the same.
    private void takeAbandoned(Instant now) {
        var abandoned = source.wakeUps(now.minus(ABANDONED_AFTER), batch, _ -> true);
        Collections.shuffle(abandoned);
        abandoned.forEach(wakeUp -> timers.add(wakeUp.id(), wakeUp.at()));
    }

    private Duration pause(Instant now) {
        var next = Stream.concat(timers.next().stream(), Stream.of(nextLook));
        var until = next.min(Instant::compareTo).orElse(nextLook);
        var pause = Duration.between(now, until);
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
