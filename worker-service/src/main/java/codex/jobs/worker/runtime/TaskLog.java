package codex.jobs.worker.runtime;

import codex.jobs.model.job.Backoff;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.Task;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The lines of one attempt on their way out: numbered, cut, limited, and shipped in order.
///
/// Lines of chunks have ids without the attempt, so a chunk that is done again says everything
/// once; the job keeps the first [#ITEM_ROWS] of them (specification 3.0, "Logs").
final class TaskLog {

    static final int ITEM_ROWS = 10_000;

    /// Lines that may wait here before the one who logs must wait for the broker.
    private static final int MOST_WAITING = 1_000;

    private static final Backoff TELL_DROPPED =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /// Where lines go. Returns when they are stored there for good.
    interface Sink {
        void ship(List<LogLine> lines);
    }

    private final Job job;
    private final Task task;
    private final LineLimits limits;
    private final InstantSource clock;
    private final Sink sink;
    private final ReentrantLock shipping = new ReentrantLock();

    private List<LogLine> waiting = new ArrayList<>();
    private int ownLines;
    private long sequence;
    private long dropped;
    private int timesDropped;
    private Instant tellDroppedAt = Instant.MIN;

    TaskLog(Job job, Task task, LineLimits limits, InstantSource clock, Sink sink) {
        this.job = job;
        this.task = task;
        this.limits = limits;
        this.clock = clock;
        this.sink = sink;
        // Lines of a later task or attempt follow those of an earlier one at the same instant.
        this.sequence = task.order() * 1_000_000_000_000L + task.attempt() * 100_000_000L;
    }

    /// A line about the task as a whole.
    void line(LogType type, @Nullable String code, String message) {
        if (add(type, code, message) >= MOST_WAITING) {
            flush();
        }
    }

    /// The lines of a chunk; returns when the broker has them and all before.
    ///
    /// @param progress how far the task is with this chunk; null where that is not worth a line
    /// @param already how many lines the job had before this chunk
    void chunk(long chunk, List<ItemLine> items, @Nullable String progress, long already) {
        addChunk(chunk, items, already);
        if (progress != null) {
            addProgress(LogId.ofChunk(task.id(), chunk, items.size()), progress);
        }
        flush();
    }

    /// Returns when the broker has everything said so far.
    void flush() {
        shipping.lock();
        try {
            shipWaiting(false);
        } finally {
            shipping.unlock();
        }
    }

    /// Everything said so far, and how much was not said.
    void close() {
        shipping.lock();
        try {
            shipWaiting(true);
        } finally {
            shipping.unlock();
        }
    }

    /// Like [#flush], unless somebody else is at it.
    void flushIfIdle() {
        if (hasWaiting() && shipping.tryLock()) {
            try {
                shipWaiting(false);
            } finally {
                shipping.unlock();
            }
        }
    }

    synchronized boolean hasWaiting() {
        return !waiting.isEmpty() || dropped > 0;
    }

    private void shipWaiting(boolean last) {
        var lines = takeWaiting(last);
        if (!lines.isEmpty()) {
            sink.ship(lines);
        }
    }

    private synchronized List<LogLine> takeWaiting(boolean last) {
        var now = clock.instant();
        if (dropped > 0 && (last || !now.isBefore(tellDroppedAt))) {
            waiting.add(
                    taskLine(now, LogType.WARNING, "LINES_DROPPED", dropped + " lines dropped"));
            dropped = 0;
            timesDropped++;
            tellDroppedAt = now.plus(TELL_DROPPED.after(timesDropped));
        }
        var taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private synchronized int add(LogType type, @Nullable String code, String message) {
        var now = clock.instant();
        var text = limits.cut(message);
        if (limits.admit(text, now)) {
            waiting.add(taskLine(now, type, code, text));
        } else {
            dropped++;
        }
        return waiting.size();
    }

    private synchronized void addChunk(long chunk, List<ItemLine> items, long already) {
        var now = clock.instant();
        var kept = Math.clamp(ITEM_ROWS - already, 0, items.size());
        for (var index = 0; index < kept; index++) {
            var item = items.get(index);
            var text = limits.cut(item.message());
            if (limits.admit(text, now)) {
                waiting.add(itemLine(LogId.ofChunk(task.id(), chunk, index), now, item, text));
            } else {
                dropped++;
            }
        }
        if (kept < items.size() && already <= ITEM_ROWS) {
            waiting.add(
                    line(
                            LogId.ofJob(job.id(), "item-rows"),
                            now,
                            LogType.WARNING,
                            "ITEM_ROWS_LIMITED",
                            "Only the first "
                                    + ITEM_ROWS
                                    + " lines about items are kept here; all are counted"));
        }
    }

    private synchronized void addProgress(LogId id, String text) {
        var now = clock.instant();
        if (limits.admit(text, now)) {
            waiting.add(line(id, now, LogType.INFO, null, text));
        } else {
            dropped++;
        }
    }

    private LogLine taskLine(Instant now, LogType type, @Nullable String code, String text) {
        var id = LogId.ofAttempt(task.id(), task.attempt(), ownLines++);
        return line(id, now, type, code, text);
    }

    private LogLine line(LogId id, Instant now, LogType type, @Nullable String code, String text) {
        return itemLine(id, now, new ItemLine(type, code, text, null, null, null, null), text);
    }

    private LogLine itemLine(LogId id, Instant now, ItemLine item, String text) {
        return new LogLine(
                id,
                job.organization(),
                job.id(),
                task.id(),
                task.attempt(),
                sequence++,
                now,
                item.type(),
                text,
                item.code(),
                item.itemIndex(),
                limits.cutKey(item.itemId()),
                limits.cutKey(item.externalId()),
                limits.cutKey(item.path()));
    }
}
