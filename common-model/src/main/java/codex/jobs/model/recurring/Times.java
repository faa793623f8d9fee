package codex.jobs.model.recurring;

import codex.jobs.model.recurring.Occurrence.Effect;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Times of the clock on the wall → instants. Most of them are one instant; those that do not exist
/// or exist twice go by the policies. Because a shifted time may come after a later one, all that
/// lie near a change of the clocks are looked at before the first one is chosen.
record Times(Cron cron, ZoneRules zone, GapPolicy gapPolicy, OverlapPolicy overlapPolicy) {

    /// No clock was ever changed by more than a day.
    private static final Duration NEAR = Duration.ofHours(26);

    /// A schedule whose next so many times all do not exist is over.
    private static final int MOST_LOOKED_AT = 10_000;

    record Found(Instant at, Occurrence occurrence) {}

    /// The first instant later than `after`; on the way there, `skipped` is told what is left out.
    Optional<Found> next(Instant after, Consumer<Occurrence> skipped) {
        Found first = null;
        var local = Optional.of(LocalDateTime.ofInstant(after, offsets(after).getFirst()));
        for (var looked = 0; looked < MOST_LOOKED_AT; looked++) {
            local = cron.next(local.get());
            if (local.isEmpty() || isLaterThan(first, local.get())) {
                break;
            }
            for (var found : of(local.get(), skipped, after).toList()) {
                if (found.at().isAfter(after) && isBefore(found, first)) {
                    first = found;
                }
            }
        }
        return Optional.ofNullable(first);
    }

    /// Of two at the same instant the one that was meant so is told.
    private static boolean isBefore(Found found, @Nullable Found first) {
        if (first == null) {
            return true;
        }
        var order = found.at().compareTo(first.at());
        return order < 0 || (order == 0 && found.occurrence().effect() == Effect.NONE);
    }

    /// Whether neither this time nor one after it can be an instant up to `first`.
    private boolean isLaterThan(@Nullable Found first, LocalDateTime local) {
        return first != null && local.toInstant(offsets(first.at()).getLast()).isAfter(first.at());
    }

    private Stream<Found> of(LocalDateTime local, Consumer<Occurrence> skipped, Instant after) {
        var transition = zone.getTransition(local);
        if (transition == null) {
            return Stream.of(found(local.toInstant(zone.getOffset(local)), local, Effect.NONE));
        }
        return transition.isGap()
                ? inGap(local, transition, skipped, after)
                : inOverlap(local, transition);
    }

    private Stream<Found> inGap(
            LocalDateTime local,
            ZoneOffsetTransition gap,
            Consumer<Occurrence> skipped,
            Instant after) {
        return switch (gapPolicy) {
            case SKIP -> {
                if (gap.getInstant().isAfter(after)) {
                    skipped.accept(new Occurrence(null, local, Effect.GAP_SKIPPED));
                }
                yield Stream.empty();
            }
            case SHIFT ->
                    Stream.of(
                            found(
                                    local.toInstant(gap.getOffsetBefore()),
                                    local,
                                    Effect.GAP_SHIFTED));
            case RUN_AT_TRANSITION ->
                    Stream.of(found(gap.getInstant(), local, Effect.GAP_AT_TRANSITION));
        };
    }

    private Stream<Found> inOverlap(LocalDateTime local, ZoneOffsetTransition overlap) {
        var first = found(local.toInstant(overlap.getOffsetBefore()), local, Effect.OVERLAP_FIRST);
        var last = found(local.toInstant(overlap.getOffsetAfter()), local, Effect.OVERLAP_LAST);
        return switch (overlapPolicy) {
            case FIRST -> Stream.of(first);
            case LAST -> Stream.of(last);
            case BOTH -> Stream.of(first, last);
        };
    }

    private static Found found(Instant at, LocalDateTime local, Effect effect) {
        return new Found(at, new Occurrence(at, local, effect));
    }

    /// Those that hold near an instant, smallest first.
    private List<ZoneOffset> offsets(Instant near) {
        var until = near.plus(NEAR);
        var offsets = Stream.<ZoneOffset>builder();
        offsets.add(zone.getOffset(near.minus(NEAR)));
        var transition = zone.nextTransition(near.minus(NEAR));
        while (transition != null && !transition.getInstant().isAfter(until)) {
            offsets.add(transition.getOffsetAfter());
            transition = zone.nextTransition(transition.getInstant());
        }
        return offsets.build()
                .sorted(Comparator.comparingInt(ZoneOffset::getTotalSeconds))
                .toList();
    }
}
