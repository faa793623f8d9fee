package codex.jobs.api.live;

import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/// What waits for one subscriber: a bounded queue with one element for each key, the latest.
/// Elements may wait before [#flux()] is subscribed to; until then a full box loses its oldest and
/// says so, later it ends with an error, so that a slow subscriber never costs more memory.
final class Outbox<K, T> {

    private final int capacity;
    private final LinkedHashMap<K, T> waiting = new LinkedHashMap<>();
    private @Nullable FluxSink<T> subscriber;
    private @Nullable Rejected failure;
    private boolean finished;
    private boolean lossy;

    Outbox(int capacity) {
        this.capacity = capacity;
    }

    /// To be subscribed to once.
    Flux<T> flux() {
        return Flux.create(this::attach, FluxSink.OverflowStrategy.IGNORE);
    }

    private void attach(FluxSink<T> sink) {
        synchronized (this) {
            subscriber = sink;
        }
        sink.onRequest(_ -> drain());
        drain();
    }

    synchronized void offer(K key, T element) {
        if (finished || failure != null) {
            return;
        }
        waiting.put(key, element);
        if (waiting.size() > capacity) {
            if (subscriber == null) {
                waiting.pollFirstEntry();
                lossy = true;
            } else {
                fail(
                        new Rejected(
                                ErrorCode.SUBSCRIBER_TOO_SLOW,
                                "",
                                "The subscriber reads more slowly than there is news."));
            }
        }
        drain();
    }

    /// Whether elements were lost since this was asked last.
    synchronized boolean lostSome() {
        var lost = lossy;
        lossy = false;
        return lost;
    }

    /// Completes once everything that waits is delivered.
    synchronized void finish() {
        finished = true;
        drain();
    }

    /// Ends at once; what waits is dropped.
    synchronized void fail(Rejected why) {
        failure = why;
        waiting.clear();
        drain();
    }

    private synchronized void drain() {
        var sink = subscriber;
        if (sink == null) {
            return;
        }
        while (!waiting.isEmpty() && sink.requestedFromDownstream() > 0) {
            sink.next(waiting.pollFirstEntry().getValue());
        }
        if (failure != null) {
            sink.error(failure);
        } else if (finished && waiting.isEmpty()) {
            sink.complete();
        }
    }
}
