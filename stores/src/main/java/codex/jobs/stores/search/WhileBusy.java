package codex.jobs.stores.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.opensearch.client.transport.httpclient5.ResponseException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/// Asks the search engine again when it had too much to do: under pressure it refuses single
/// requests for a moment, which is no reason to give up an attempt of a task. Safe for use by many
/// threads; an interrupt ends the waiting.
final class WhileBusy {

    /// Waits for some twelve seconds in all. What lasts longer is for the next attempt of the task.
    private static final RetryTemplate RETRIES =
            new RetryTemplate(
                    RetryPolicy.builder()
                            .predicate(WhileBusy::isBusy)
                            .maxRetries(7)
                            .delay(Duration.ofMillis(200))
                            .multiplier(2)
                            .jitter(Duration.ofMillis(100))
                            .maxDelay(Duration.ofSeconds(3))
                            .build());

    private WhileBusy() {}

    /// What the call answers. It must be one that can be repeated.
    ///
    /// @throws SearchAway if it cannot be done, or the engine stays busy
    static <T> T tryAgain(Callable<T> call) {
        return RETRIES.invoke(() -> {
            try {
                return call.call();
            } catch (IOException e) {
                throw new SearchAway(e);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static boolean isBusy(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case UncheckedIOException e -> isBusy(e.getCause());
            case SearchBusy _ -> true;
            case ResponseException e -> e.status() == SearchBusy.STATUS;
            case OpenSearchException e -> e.status() == SearchBusy.STATUS;
            default -> false;
        };
    }
}
