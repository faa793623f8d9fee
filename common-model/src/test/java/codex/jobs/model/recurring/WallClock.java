package codex.jobs.model.recurring;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The oracle: what the clock of a place shows in each minute of some days, and from that alone
/// which minutes of the wall do not exist, and which exist twice.
final class WallClock {

    private final Map<LocalDateTime, List<Instant>> shown = new HashMap<>();
    private final LocalDateTime first;
    private final LocalDateTime last;

    WallClock(ZoneId zone, Instant from, Instant until) {
        var start = from.truncatedTo(ChronoUnit.MINUTES);
        for (var minute = start; minute.isBefore(until); minute = minute.plusSeconds(60)) {
            shown.computeIfAbsent(LocalDateTime.ofInstant(minute, zone), _ -> new ArrayList<>())
                    .add(minute);
        }
        first = LocalDateTime.ofInstant(start, zone);
        last = LocalDateTime.ofInstant(until.minusSeconds(60), zone);
    }

    /// The instants at which what is meant fires.
    SortedSet<Instant> firings(
            Predicate<LocalDateTime> isMeant, GapPolicy gapPolicy, OverlapPolicy overlapPolicy) {
        var firings = new TreeSet<Instant>();
        for (var time = first; time.isBefore(last); time = time.plusMinutes(1)) {
            if (!isMeant.test(time)) {
                continue;
            }
            var instants = shown.get(time);
            if (instants == null) {
                firings.addAll(inGap(time, gapPolicy));
            } else if (instants.size() == 1) {
                firings.addAll(instants);
            } else {
                firings.addAll(
                        switch (overlapPolicy) {
                            case FIRST -> List.of(instants.getFirst());
                            case LAST -> List.of(instants.getLast());
                            case BOTH -> instants;
                        });
            }
        }
        return firings;
    }

    private List<Instant> inGap(LocalDateTime time, GapPolicy policy) {
        var begin = time;
        while (!shown.containsKey(begin.minusMinutes(1))) {
            begin = begin.minusMinutes(1);
        }
        var end = time;
        while (!shown.containsKey(end)) {
            end = end.plusMinutes(1);
        }
        var transition = shown.get(end).getFirst();
        return switch (policy) {
            case SKIP -> List.of();
            case RUN_AT_TRANSITION -> List.of(transition);
            case SHIFT ->
                    List.of(
                            transition.plus(
                                    ChronoUnit.MINUTES.between(begin, time), ChronoUnit.MINUTES));
        };
    }
}
