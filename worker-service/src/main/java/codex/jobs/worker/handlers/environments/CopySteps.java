package codex.jobs.worker.handlers.environments;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.Changes;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.worker.handlers.environments.CopyPlace.Phase;
import codex.jobs.worker.runtime.ItemLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// The chunks of a copy, each of which may be done again; what is left of a kind and the beginning
/// of the next one are one chunk. All ranges of all kinds are copied; then both sides are compared
/// by ids, times and versions, and what editors have changed meanwhile is copied again, until a
/// pass finds nothing; the versions of surviving entries are taken over; at last it is counted what
/// this means for readers.
final class CopySteps implements AutoCloseable {

    /// The one that finds what has changed, one for what has changed during it, and one that must
    /// find nothing.
    private static final int MOST_PASSES = 3;

    /// Entry versions stay where they were made (specification 1.8), and so does the trash.
    private static final List<ContentKind> KINDS =
            Stream.of(ContentKind.values())
                    .filter(kind -> kind != ContentKind.ENTRY_VERSIONS)
                    .filter(kind -> kind != ContentKind.TRASH)
                    .toList();

    private final ContentCopies copies;
    private final Ends ends;
    private final Scope base;
    private final Scope target;
    private final Scope before;
    private final int range;
    private final BooleanSupplier live;
    private final RangesAhead ranges;

    /// @param target what is built; for a dry run the base itself
    /// @param before what readers see of the target now
    /// @param live whether readers see what is built
    CopySteps(
            ContentCopies copies,
            Ends ends,
            Scope base,
            Scope target,
            Scope before,
            int range,
            BooleanSupplier live) {
        this.copies = copies;
        this.ends = ends;
        this.base = base;
        this.target = target;
        this.before = before;
        this.range = range;
        this.live = live;
        this.ranges = new RangesAhead(copies, base, target, range);
    }

    /// A chunk that was done.
    record Done(CopyPlace next, Counts counts, List<ItemLine> lines, long processed) {

        static Done silent(CopyPlace next, long processed) {
            return new Done(next, Counts.NONE, List.of(), processed);
        }
    }

    /// How many documents there are to copy.
    long total() {
        return KINDS.stream().mapToLong(kind -> copies.count(base, kind)).sum();
    }

    /// Does what is next. Empty if the copy will never be equal.
    Optional<Done> after(CopyPlace place) throws InterruptedException {
        var kind = place.kind();
        if (place.phase() == Phase.VERSIONS) {
            return Optional.of(versions(place));
        }
        if (kind == null) {
            return after(place.at(KINDS.getFirst()));
        }
        return switch (place.phase()) {
            case COPY -> Optional.of(copy(place, kind));
            case VERIFY -> verify(place, kind);
            default -> Optional.of(report(place, kind));
        };
    }

    private Done copy(CopyPlace place, ContentKind kind) throws InterruptedException {
        var copied = ranges.next(kind, place.after());
        return copied.isEmpty()
                ? behind(kind, place)
                : Done.silent(place.behind(copied.get().last()), copied.get().size());
    }

    /// Kinds of which there is nothing cost no chunk.
    private Done behind(ContentKind kind, CopyPlace place) throws InterruptedException {
        var next = nextKind(place, kind).orElse(null);
        return next == null
                ? Done.silent(CopyPlace.startOf(Phase.VERIFY), 0)
                : copy(next, Objects.requireNonNull(next.kind()));
    }

    private Optional<Done> verify(CopyPlace place, ContentKind kind) {
        var outdated = copies.outdated(base, target, kind, place.after(), range);
        if (!outdated.ids().isEmpty() && place.pass() == MOST_PASSES) {
            return Optional.empty();
        }
        if (!outdated.ids().isEmpty()) {
            checkNotLive();
            copies.repair(base, target, kind, outdated.ids());
        }
        var seen = place.found(outdated.ids().size());
        if (outdated.last() != null) {
            return Optional.of(Done.silent(seen.behind(outdated.last()), 0));
        }
        var next = nextKind(seen, kind).orElse(null);
        return next == null
                ? Optional.of(verified(seen))
                : verify(next, Objects.requireNonNull(next.kind()));
    }

    /// A worker that was given up for dead may wake up after another one has finished its task: by
    /// then differences are somebody's changes.
    private void checkNotLive() {
        if (live.getAsBoolean()) {
            throw new IllegalStateException("What is built is not the job's own any more");
        }
    }

    /// The end of a pass.
    private Done verified(CopyPlace seen) {
        if (seen.differences() == 0) {
            return Done.silent(CopyPlace.startOf(ends.isNew() ? Phase.REPORT : Phase.VERSIONS), 0);
        }
        var line =
                line(
                        "Copied %s documents again that were changed meanwhile"
                                .formatted(seen.differences()));
        return new Done(seen.nextPass(), Counts.NONE, List.of(line), 0);
    }

    private Done versions(CopyPlace place) {
        var next =
                copies.range(before, ContentKind.ENTRY_VERSIONS, place.after(), range).orElse(null);
        if (next == null) {
            return Done.silent(CopyPlace.startOf(Phase.REPORT), 0);
        }
        copies.copyVersions(before, target, next);
        return Done.silent(place.behind(next.last()), 0);
    }

    private Done report(CopyPlace place, ContentKind kind) {
        if (ends.isNew()) {
            return counted(kind);
        }
        var seen = copies.changes(before, target, kind, place.after(), range);
        var changes = seen.changes();
        if (seen.last() != null) {
            var counts = counts(changes);
            return new Done(place.changed(changes).behind(seen.last()), counts, List.of(), 0);
        }
        return reported(place, kind, changes, place.changes());
    }

    /// Says of a new environment what it has, from a kind on.
    private Done counted(ContentKind first) {
        var lines = new ArrayList<ItemLine>();
        var all = 0L;
        for (var kind : KINDS.subList(KINDS.indexOf(first), KINDS.size())) {
            var count = copies.count(target, kind);
            all += count;
            lines.add(line("Cloned %s %s".formatted(count, name(kind))));
        }
        return new Done(CopyPlace.startOf(Phase.DONE), counts(new Changes(all, 0, 0, 0)), lines, 0);
    }

    /// @param last of the last chunk
    /// @param earlier of the chunks before
    private Done reported(CopyPlace place, ContentKind kind, Changes last, Changes earlier) {
        var all = last.plus(earlier);
        var text =
                "Synced %s %s (%s created, %s updated, %s deleted)"
                        .formatted(
                                all.after(),
                                name(kind),
                                all.created(),
                                all.updated(),
                                all.deleted());
        var next = nextKind(place, kind).orElse(CopyPlace.startOf(Phase.DONE));
        return new Done(next, counts(last), List.of(line(text)), 0);
    }

    private static Optional<CopyPlace> nextKind(CopyPlace place, ContentKind kind) {
        var next = KINDS.indexOf(kind) + 1;
        return next == KINDS.size() ? Optional.empty() : Optional.of(place.at(KINDS.get(next)));
    }

    private static Counts counts(Changes changes) {
        return new Counts(changes.created(), changes.updated(), changes.deleted(), 0, 0, 0, 0, 0);
    }

    private static ItemLine line(String text) {
        return new ItemLine(LogType.INFO, null, text, null, null, null, null);
    }

    /// Returns when nothing is under way any more.
    @Override
    public void close() {
        ranges.close();
    }

    private static String name(ContentKind kind) {
        return kind == ContentKind.URLS ? "URLs" : kind.slug().replace('_', ' ');
    }
}
