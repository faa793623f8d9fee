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
/// the database; what then is in it is counted. One that differs is built anew from the database:
/// in place of a copy always, and once in a task if it was filled from there before (specification
/// 3.5, "Verification").
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
    /// @param different what is wrong with an index that is to be filled for a second time
    record Done(
            IndexPlace next,
            Optional<String> finished,
            Optional<String> different,
            long processed) {

        static Done silent(IndexPlace next, long processed) {
            return new Done(next, Optional.empty(), Optional.empty(), processed);
        }
    }

    /// What a chunk asks while it is worked on.
    ///
    /// @param stopRequested whether it must end soon
    /// @param live whether readers find what is built
    record Questions(BooleanSupplier stopRequested, BooleanSupplier live) {}

    /// Does what is next. Empty if the index cannot be made to hold what it must.
    Optional<Done> after(IndexPlace place, Scope base, Scope target, Questions questions)
            throws InterruptedException {
        var index = Objects.requireNonNull(place.index());
        if (place.kind() != null) {
            return fill(place, target, index, questions.live());
        }
        return place.copy() == null
                ? Optional.of(begin(place, base, target, index))
                : watch(place, place.copy(), target, index, questions);
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

    private Optional<Done> watch(
            IndexPlace place, String copy, Scope target, SearchIndex index, Questions questions)
            throws InterruptedException {
        var copied = indices.copied(copy);
        var pause = SHORTEST_PAUSE_MILLIS;
        for (var look = 1; !copied.ended() && look < LOOKS; look++) {
            if (questions.stopRequested().getAsBoolean()) {
                return Optional.of(Done.silent(place, 0));
            }
            Thread.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            copied = indices.copied(copy);
        }
        return copied.ended()
                ? filled(place, target, index, questions.live())
                : Optional.of(Done.silent(place, 0));
    }

    private Optional<Done> fill(
            IndexPlace place, Scope target, SearchIndex index, BooleanSupplier live) {
        var kind = Objects.requireNonNull(place.kind());
        var next = copies.range(target, kind, place.after(), range).orElse(null);
        if (next != null) {
            rebuild.index(target, index, kind, next);
            return Optional.of(
                    Done.silent(place.behind(Objects.requireNonNull(next.last())), next.size()));
        }
        var following = place.nextKind();
        return following == null
                ? filled(place, target, index, live)
                : Optional.of(Done.silent(following, 0));
    }

    /// Counts what is in an index that should hold everything by now.
    private Optional<Done> filled(
            IndexPlace place, Scope target, SearchIndex index, BooleanSupplier live) {
        // A worker may have died after it had dropped it.
        indices.create(target, index);
        var count = writer.count(target, index);
        var expected = rebuild.expected(target, index);
        if (count == expected) {
            return Optional.of(finished(place, index, count));
        }
        var isCopied = place.copy() != null;
        if (!isCopied && place.again()) {
            return Optional.empty();
        }
        empty(target, index, live);
        return Optional.of(
                isCopied
                        ? Done.silent(place.rebuilding(), 0)
                        : different(place, index, count, expected));
    }

    private void empty(Scope target, SearchIndex index, BooleanSupplier live) {
        // A worker that was given up for dead may wake up after another one has finished its task:
        // by then a difference is somebody's change.
        if (live.getAsBoolean()) {
            throw new IllegalStateException("What is built is not the job's own any more");
        }
        indices.drop(target, index);
        indices.create(target, index);
    }

    private static Done different(IndexPlace place, SearchIndex index, long count, long expected) {
        var text =
                "The index %s holds %s documents instead of %s; it is filled once more"
                        .formatted(name(index), count, expected);
        return new Done(place.rebuildingAgain(), Optional.empty(), Optional.of(text), 0);
    }

    private static Done finished(IndexPlace place, SearchIndex index, long count) {
        var text = "index %s, %s documents".formatted(name(index), count);
        return new Done(place.nextIndex(), Optional.of(text), Optional.empty(), 0);
    }

    private static String name(SearchIndex index) {
        return index.name().toLowerCase(Locale.ROOT);
    }
}
