package codex.jobs.model.recurring;

import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// One time of a schedule.
///
/// @param at when it fires; null if it is left out
/// @param localTime by the clock on the wall, as the cron expression means it
public record Occurrence(@Nullable Instant at, LocalDateTime localTime, Effect effect) {

    /// What a change of the clocks did to it.
    public enum Effect {
        NONE,
        GAP_SKIPPED,
        GAP_SHIFTED,
        GAP_AT_TRANSITION,
        OVERLAP_FIRST,
        OVERLAP_LAST
    }
}
