package codex.jobs.api.recurring;

import codex.jobs.api.graphql.Violations;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.recurring.CronCheck;
import codex.jobs.model.recurring.GapPolicy;
import codex.jobs.model.recurring.OverlapPolicy;
import codex.jobs.model.recurring.Schedule;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// When something shall recur, as a client says it.
public record ScheduleInput(
        String cronExpression,
        @Nullable String timeZone,
        @Nullable GapPolicy gapPolicy,
        @Nullable OverlapPolicy overlapPolicy) {

    public void check(Violations violations) {
        CronCheck.refusal(cronExpression)
                .ifPresent(refusal ->
                        violations.add(refusal.code(), "cronExpression", refusal.reason()));
        if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "timeZone",
                    "Not the name of a time zone, as Europe/Berlin is one.");
        }
    }

    /// Of an input that was checked.
    public Schedule schedule() {
        return new Schedule(
                String.join(" ", cronExpression.strip().split("\\s+")),
                Objects.requireNonNullElse(timeZone, Schedule.UTC),
                Objects.requireNonNullElse(gapPolicy, GapPolicy.SHIFT),
                Objects.requireNonNullElse(overlapPolicy, OverlapPolicy.FIRST));
    }
}
