package codex.jobs.api.audit;

import codex.jobs.stores.audit.AuditEnd;
import codex.jobs.stores.audit.AuditRecord;
import codex.jobs.stores.audit.AuditStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Writes the records of many mutations with one round trip: while one is under way, the next
/// gathers. Beginnings are waited for. Ends are not: until they arrive, or if this process dies,
/// the record says that the mutation was attempted.
@Component
final class AuditWrites implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AuditWrites.class);
    private static final int MOST_AT_ONCE = 500;
    private static final long LONGEST_WAIT_SECONDS = 20;

    private record Begun(AuditRecord record, CompletableFuture<Void> written) {}

    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private final AuditStore store;
    private volatile boolean running;
    private volatile Thread writer = new Thread();

    AuditWrites(AuditStore store) {
        this.store = store;
    }

    /// Returns when the record is stored, or throws what the store has thrown.
    void begin(AuditRecord record) {
        var begun = new Begun(record, new CompletableFuture<>());
        queue.add(begun);
        try {
            begun.written().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("The audit log cannot be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before the audit log was written", e);
        }
    }

    void end(AuditEnd end) {
        queue.add(end);
    }

    private void writeForEver() {
        try {
            while (running || !queue.isEmpty()) {
                var first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    var gathered = new ArrayList<Object>();
                    gathered.add(first);
                    queue.drainTo(gathered, MOST_AT_ONCE - 1);
                    write(gathered);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Object> gathered) {
        var begun = of(gathered, Begun.class);
        var ended = of(gathered, AuditEnd.class);
        if (!begun.isEmpty()) {
            try {
                store.begin(begun.stream().map(Begun::record).toList());
                begun.forEach(each -> each.written().complete(null));
            } catch (RuntimeException e) {
                begun.forEach(each -> each.written().completeExceptionally(e));
            }
        }
        if (!ended.isEmpty()) {
            try {
                store.end(ended);
            } catch (RuntimeException e) {
                log.warn(
                        "How {} mutations ended is not in the audit log: {}",
                        ended.size(),
                        e.toString());
            }
        }
    }

    private static <T> List<T> of(List<Object> all, Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void start() {
        running = true;
        writer = Thread.ofPlatform().daemon().name("audit-log").start(this::writeForEver);
    }

    @Override
    public void stop() {
        running = false;
        try {
            writer.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Before the server takes requests, and after it has answered the last one.
    @Override
    public int getPhase() {
        return 0;
    }
}
