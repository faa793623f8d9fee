package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import codex.jobs.worker.handlers.items.Waiting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Works on a few pages of a kind at once, so that the stores do not wait for each other, and hands
/// them over in their order. All of it can be done again, so nothing is lost with what was begun
/// and not handed over. To be called by one thread.
final class PagesAhead<T> implements AutoCloseable {

    /// So many pages are in memory; each is of a few mebibytes at most.
    private static final int AT_ONCE = 3;

    private final Pages pages;
    private final BiFunction<ContentKind, List<Map<String, Object>>, T> work;
    private final Deque<Begun<T>> begun = new ArrayDeque<>();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    AT_ONCE, Thread.ofPlatform().daemon().name("site-pages-", 1).factory());

    /// Where pages come from.
    @FunctionalInterface
    interface Pages {

        /// The next page behind an id; empty if there is none.
        List<Map<String, Object>> after(ContentKind kind, @Nullable String after);
    }

    /// A page, which is empty behind the last one of its kind, and what the work on it has
    /// answered.
    record Page<T>(List<Map<String, Object>> things, T answer) {

        boolean isEmpty() {
            return things.isEmpty();
        }

        String last() {
            return SiteCopy.id(things.getLast());
        }
    }

    private record Begun<T>(List<Map<String, Object>> things, Future<T> answer) {}

    /// @param pages read by the calling thread
    /// @param work called by several threads
    PagesAhead(Pages pages, BiFunction<ContentKind, List<Map<String, Object>>, T> work) {
        this.pages = pages;
        this.work = work;
    }

    /// The next page. Throws what the work on it throws.
    ///
    /// @param after the last id of the page before, or where to begin a kind
    Page<T> next(ContentKind kind, @Nullable String after) throws InterruptedException {
        if (begun.isEmpty()) {
            begin(kind, after);
        }
        var atOnce = SitePages.mayBeLarge(kind) ? 1 : AT_ONCE;
        while (begun.size() < atOnce && !begun.getLast().things().isEmpty()) {
            begin(kind, SiteCopy.id(begun.getLast().things().getLast()));
        }
        var first = begun.remove();
        return new Page<>(first.things(), Waiting.forResult(first.answer()));
    }

    private void begin(ContentKind kind, @Nullable String after) {
        var page = pages.after(kind, after);
        begun.add(new Begun<>(page, threads.submit(() -> work.apply(kind, page))));
    }

    /// Returns when nothing is under way any more.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
