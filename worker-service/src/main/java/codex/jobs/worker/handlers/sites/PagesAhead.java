package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import codex.jobs.worker.handlers.items.WorkAhead;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Works on a few pages of a kind at once, and hands them over in their order. To be called by one
/// thread.
final class PagesAhead<T> implements AutoCloseable {

    /// So many pages are in memory; each is of a few mebibytes at most.
    private static final int AT_ONCE = 3;

    private final Pages pages;
    private final BiFunction<ContentKind, List<Map<String, Object>>, T> work;
    private final WorkAhead<Page<T>> ahead = new WorkAhead<>("site-pages", AT_ONCE);

    /// The last id of the page that was begun last; null if that was empty.
    private @Nullable String last;

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
        if (ahead.size() == 0) {
            begin(kind, after);
        }
        var atOnce = SitePages.mayBeLarge(kind) ? 1 : AT_ONCE;
        while (ahead.size() < atOnce && last != null) {
            begin(kind, last);
        }
        return ahead.next();
    }

    private void begin(ContentKind kind, @Nullable String after) {
        var page = pages.after(kind, after);
        ahead.begin(() -> new Page<>(page, work.apply(kind, page)));
        last = page.isEmpty() ? null : SiteCopy.id(page.getLast());
    }

    /// Returns when nothing is under way any more.
    @Override
    public void close() {
        ahead.close();
    }
}
