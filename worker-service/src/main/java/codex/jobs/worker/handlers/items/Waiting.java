package codex.jobs.worker.handlers.items;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Waiting for work on another thread as if it were done on this one.
public final class Waiting {

    private Waiting() {}

    /// What the work has answered, or what it has thrown.
    public static <T> T forResult(Future<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new CompletionException(e.getCause());
            }
        }
    }
}
