package codex.jobs.worker.runtime;

import codex.jobs.model.job.JobId;
import codex.jobs.stores.jobs.Change;
import codex.jobs.stores.jobs.JobStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.stereotype.Component;

/// Writes the changes of many tasks with one round trip: while one is under way, the next gathers.
/// A change that comes alone is written at once.
@Component
final class JobWrites {

    private static final int MOST = 256;

    private record Write(Change change, CompletableFuture<Boolean> won) {

        JobId job() {
            return change.next().id();
        }
    }

    private final BlockingQueue<Write> queue = new LinkedBlockingQueue<>();
    private final JobStore jobs;

    JobWrites(JobStore jobs) {
        this.jobs = jobs;
        // A thread of its own, which nobody interrupts: a task that is stopped while it waits does
        // not take the writes of others with it.
        Thread.ofPlatform().daemon().name("job-writes").start(this::writeForEver);
    }

    /// Whether the change won.
    boolean write(Change change) throws InterruptedException {
        return !writeAll(List.of(change)).isEmpty();
    }

    /// The jobs whose change won. What the store throws is thrown here, and then it is unknown
    /// which have won.
    Set<JobId> writeAll(List<Change> changes) throws InterruptedException {
        var writes =
                changes.stream()
                        .map(change -> new Write(change, new CompletableFuture<>()))
                        .toList();
        queue.addAll(writes);
        var won = new HashSet<JobId>();
        for (var write : writes) {
            if (answer(write)) {
                won.add(write.job());
            }
        }
        return won;
    }

    private static boolean answer(Write write) throws InterruptedException {
        try {
            return write.won().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        }
    }

    private void writeForEver() {
        var carriedOver = new ArrayList<Write>();
        while (true) {
            try {
                var gathered = gathered(carriedOver);
                carriedOver.clear();
                var now = new HashMap<JobId, Write>();
                for (var write : gathered) {
                    // Two changes of one job are decided one after the other.
                    if (now.putIfAbsent(write.job(), write) != null) {
                        carriedOver.add(write);
                    }
                }
                writeTogether(now);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<Write> gathered(List<Write> carriedOver) throws InterruptedException {
        var writes = new ArrayList<>(carriedOver);
        if (writes.isEmpty()) {
            writes.add(queue.take());
        }
        queue.drainTo(writes, MOST);
        return writes;
    }

    @SuppressWarnings("CatchingUnchecked") // whoever waits must learn of every failure
    private void writeTogether(Map<JobId, Write> writes) {
        try {
            var won = jobs.applyAll(writes.values().stream().map(Write::change).toList());
            writes.forEach((job, write) -> write.won().complete(won.contains(job)));
        } catch (Throwable e) {
            writes.values().forEach(write -> write.won().completeExceptionally(e));
        }
    }
}
