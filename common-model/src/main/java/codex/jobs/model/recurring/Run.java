package codex.jobs.model.recurring;

import codex.jobs.model.job.Counts;
import codex.jobs.model.job.Job;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The job of a firing, and what its log says from the beginning.
public record Run(Job job, List<LogLine> lines) {

    /// The codes of the lines.
    public static final String SKIPPED = "RUN_SKIPPED";

    public static final String MISSED = "FIRINGS_MISSED";

    private static final Counts INFO = new Counts(0, 0, 0, 0, 0, 1, 0, 0);
    private static final Counts WARNING = new Counts(0, 0, 0, 0, 0, 1, 1, 0);

    public Run {
        lines = List.copyOf(lines);
    }

    /// The same for whoever stores it, but for the time of its creation.
    public static Run of(RecurringJob recurring, Firing firing, Instant now) {
        var dueAt = firing.dueAt();
        var job = planned(recurring, firing, now);
        var lines = new ArrayList<LogLine>();
        lines.add(
                line(
                        job,
                        "fired",
                        LogType.INFO,
                        null,
                        dueAt == null
                                ? "Run of recurring job %s, as %s has asked"
                                        .formatted(recurring.id(), firing.by().id())
                                : "Run of recurring job %s, due at %s"
                                        .formatted(recurring.id(), dueAt)));
        if (firing.missed() > 0) {
            lines.add(
                    line(
                            job,
                            "missed",
                            LogType.WARNING,
                            MISSED,
                            "Nobody could fire in time; %s%s further times of the schedule are passed over"
                                    .formatted(
                                            firing.missed() == Firing.MOST_COUNTED
                                                    ? "at least "
                                                    : "",
                                            firing.missed())));
        }
        var blocker = firing.blockedBy();
        if (blocker == null) {
            return new Run(job, lines);
        }
        lines.add(
                line(
                        job,
                        "skipped",
                        LogType.WARNING,
                        SKIPPED,
                        "Skipped: run %s is still going".formatted(blocker)));
        return new Run(job.skipped(now), lines);
    }

    private static Job planned(RecurringJob recurring, Firing firing, Instant now) {
        // A time that is over brings a line of its own into the count.
        var said = firing.dueAt() == null ? INFO : Counts.NONE;
        if (firing.missed() > 0) {
            said = said.plus(WARNING);
        }
        if (firing.isSkipped()) {
            said = said.plus(WARNING);
        }
        return Job.plannedRun(
                recurring.id(),
                firing.job(),
                recurring.organization(),
                recurring.environment(),
                recurring.name(),
                recurring.spec(),
                firing.dueAt(),
                firing.by(),
                said,
                now);
    }

    private static LogLine line(
            Job job, String topic, LogType type, @Nullable String code, String message) {
        return new LogLine(
                LogId.ofJob(job.id(), topic),
                job.organization(),
                job.id(),
                null,
                job.attempt(),
                topic.equals("fired") ? 0 : 1,
                job.createdAt(),
                type,
                message,
                code,
                null,
                null,
                null,
                null);
    }
}
