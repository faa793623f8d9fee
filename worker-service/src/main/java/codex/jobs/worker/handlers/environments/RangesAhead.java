package codex.jobs.worker.handlers.environments;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.content.IdRange;
import codex.jobs.worker.handlers.items.WorkAhead;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Copies two ranges of a kind at once, so that the server reads one while it writes the other, and
/// hands them over in their order. To be called by one thread.
final class RangesAhead implements AutoCloseable {

    private static final int AT_ONCE = 2;

    private final ContentCopies copies;
    private final Scope from;
    private final Scope to;
    private final int size;
    private final WorkAhead<IdRange> ahead = new WorkAhead<>("content-ranges", AT_ONCE);

    /// The last id of the range that was begun last; null if there was none.
    private @Nullable String last;

    /// @param size documents of a range
    RangesAhead(ContentCopies copies, Scope from, Scope to, int size) {
        this.copies = copies;
        this.from = from;
        this.to = to;
        this.size = size;
    }

    /// The next range, which has been copied; empty behind the last one of its kind. Throws what
    /// the copying throws.
    ///
    /// @param after the last id of the range before, or where to begin a kind
    Optional<IdRange> next(ContentKind kind, @Nullable String after) throws InterruptedException {
        if (ahead.size() == 0) {
            begin(kind, after);
        }
        while (ahead.size() < AT_ONCE && last != null) {
            begin(kind, last);
        }
        return ahead.size() == 0 ? Optional.empty() : Optional.of(ahead.next());
    }

    private void begin(ContentKind kind, @Nullable String after) {
        var next = copies.range(from, kind, after, size).orElse(null);
        if (next != null) {
            ahead.begin(() -> copied(kind, next));
        }
        last = next == null ? null : next.last();
    }

    private IdRange copied(ContentKind kind, IdRange range) {
        copies.copy(from, to, kind, range);
        return range;
    }

    /// Returns when nothing is under way any more.
    @Override
    public void close() {
        ahead.close();
    }
}
