package codex.jobs.model.recurring;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// When a recurring job fires: a cron expression by the clock of a time zone, and what happens when
/// that clock is changed. The same instants follow from the same schedule, whoever asks.
///
/// @param cronExpression one that [CronCheck] does not refuse
/// @param timeZone the id of a [ZoneId]
public record Schedule(
        String cronExpression, String timeZone, GapPolicy gapPolicy, OverlapPolicy overlapPolicy) {

    public static final String UTC = "UTC";

    /// By universal time, where no clock is ever changed.
    public static Schedule inUtc(String cronExpression) {
        return new Schedule(cronExpression, UTC, GapPolicy.SHIFT, OverlapPolicy.FIRST);
    }

    /// The first instant later than `after`; empty if there is none.
    public Optional<Instant> next(Instant after) {
        return times().next(after, _ -> {}).map(found -> found.at());
    }

    /// How many instants lie between two others, the later one included, counted up to `most`.
    public int count(Instant after, Instant until, int most) {
        var times = times();
        var count = 0;
        var next = times.next(after, _ -> {});
        while (count < most && next.isPresent() && !next.get().at().isAfter(until)) {
            count++;
            next = times.next(next.get().at(), _ -> {});
        }
        return count;
    }

    /// What comes after an instant, with what is left out because the clocks are set forward.
    public List<Occurrence> preview(Instant after, int count) {
        var times = times();
        // What is left out may be met twice, on the way to two instants that are close together.
        var preview = new LinkedHashSet<Occurrence>();
        var next = times.next(after, preview::add);
        while (next.isPresent() && preview.size() < count) {
            var found = next.get();
            preview.add(found.occurrence());
            next = times.next(found.at(), preview::add);
        }
        return preview.stream().limit(count).toList();
    }

    private Times times() {
        return new Times(
                Cron.parse(cronExpression),
                ZoneId.of(timeZone).getRules(),
                gapPolicy,
                overlapPolicy);
    }
}
