package codex.jobs.local;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The same action on several things at once.
final class InParallel {

    private InParallel() {}

    /// Returns when all are done.
    ///
    /// @throws CannotStart the first that an action threw, after the others have ended
    static <T> void each(Collection<T> things, Consumer<? super T> action) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    things.stream()
                            .map(thing ->
                                    CompletableFuture.runAsync(() -> action.accept(thing), threads))
                            .toList();
            all.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            if (e.getCause() instanceof CannotStart reason) {
                throw reason;
            }
            throw e;
        }
    }
}
