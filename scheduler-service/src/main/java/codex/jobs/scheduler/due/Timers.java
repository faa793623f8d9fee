package codex.jobs.scheduler.due;

import codex.jobs.stores.mongo.WakeUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/// What will be due shortly. Thread-safe.
public final class Timers {

    private final Map<String, Instant> known = new HashMap<>();
    private final PriorityQueue<WakeUp> queue =
            new PriorityQueue<>(Comparator.comparing(WakeUp::at));

    /// Of several times for one id the first one counts.
    public synchronized void add(String id, Instant at) {
        var before = known.get(id);
        if (before == null || at.isBefore(before)) {
            known.put(id, at);
            queue.add(new WakeUp(id, at));
        }
    }

    /// Those that are due, longest overdue first; they are forgotten.
    synchronized List<String> take(Instant now, int most) {
        var due = new ArrayList<String>();
        while (due.size() < most && !queue.isEmpty() && !queue.peek().at().isAfter(now)) {
            var head = queue.remove();
            // Else an earlier time was added, and that one is over.
            if (known.remove(head.id(), head.at())) {
                due.add(head.id());
            }
        }
        return due;
    }

    synchronized Optional<Instant> next() {
        return Optional.ofNullable(queue.peek()).map(WakeUp::at);
    }

    synchronized void clear() {
        known.clear();
        queue.clear();
    }
}
