package codex.jobs.worker.handlers.environments;

import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.handlers.search.IndexRebuild;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The chunks of building indices, each of which may be done again. An index is copied by the
/// search engine itself, if the base's holds what the base's database holds, and else filled from
/// the database; what then is in it is counted.
public final class IndexSteps {

    /// Documents that are sent to the search engine in one piece.
    static final int LARGEST_RANGE = 1_000;

    private static final long SHORTEST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    /// How long one chunk watches a copy.
    private static final int LOOKS = 20;

    private final ContentCopies copies;
    private final IndexBuilds indices;
    private final IndexWriter writer;
    private final IndexRebuild rebuild;
    private final int range;

    /// @param range documents of a chunk
    public IndexSteps(
            ContentCopies copies,
            IndexBuilds indices,
            IndexWriter writer,
            IndexRebuild rebuild,
            int range) {
        this.copies = copies;
        this.indices = indices;
        this.writer = writer;
        this.rebuild = rebuild;
        this.range = range;
    }

    /// A chunk that was done.
    ///
    /// @param finished what is in an index, if this was its last chunk
    record Done(IndexPlace next, Optional<String> finished, long processed) {

        static Done silent(IndexPlace next, long processed) {
            return new Done(next, Optional.empty(), processed);
        }
    }

    /// Does what is next. Empty if the index cannot be made to hold what it must.
    Optional<Done> after(IndexPlace place, Scope base, Scope target, BooleanSupplier stopRequested)
            throws InterruptedException {
        var index = Objects.requireNonNull(place.index());
        if (place.kind() != null) {
            return fill(place, target, index);
        }
        return Optional.of(
                place.copy() == null
                        ? begin(place, base, target, index)
                        : watch(place, place.copy(), target, index, stopRequested));
    }

    private Done begin(IndexPlace place, Scope base, Scope target, SearchIndex index) {
        indices.create(target, index);
        var isCopied =
                indices.exists(base, index)
                        && writer.count(base, index) == rebuild.expected(target, index);
        return Done.silent(
                isCopied
                        ? place.copying(indices.startCopy(base, target, index))
                        : place.rebuilding(),
                0);
    }

    private Done watch(
            IndexPlace place,
            String copy,
            Scope target,
            SearchIndex index,
            BooleanSupplier stopRequested)
            throws InterruptedException {
        var copied = indices.copied(copy);
        var pause = SHORTEST_PAUSE_MILLIS;
        for (var look = 1; !copied.ended() && look < LOOKS; look++) {
            if (stopRequested.getAsBoolean()) {
                return Done.silent(place, 0);
            }
            Thread.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            copied = indices.copied(copy);
        }
        if (!copied.ended()) {
            return Done.silent(place, 0);
        }
        var count = writer.count(target, index);
        if (count == rebuild.expected(target, index)) {
            return finished(place, index, count);
        }
        indices.drop(target, index);
        indices.create(target, index);
        return Done.silent(place.rebuilding(), 0);
    }

    private Optional<Done> fill(IndexPlace place, Scope target, SearchIndex index) {
        var kind = Objects.requireNonNull(place.kind());
        var next = copies.range(target, kind, place.after(), range).orElse(null);
        if (next != null) {
            rebuild.index(target, index, kind, next);
            return Optional.of(
                    Done.silent(place.behind(Objects.requireNonNull(next.last())), next.size()));
        }
        var following = place.nextKind();
        if (following != null) {
            return Optional.of(Done.silent(following, 0));
        }
        var count = writer.count(target, index);
        return count == rebuild.expected(target, index)
                ? Optional.of(finished(place, index, count))
                : Optional.empty();
    }

    private static Done finished(IndexPlace place, SearchIndex index, long count) {
        var text = "index %s, %s documents".formatted(index.name().toLowerCase(Locale.ROOT), count);
        return new Done(place.nextIndex(), Optional.of(text), 0);
    }
}
