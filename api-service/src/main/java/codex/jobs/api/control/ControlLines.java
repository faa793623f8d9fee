package codex.jobs.api.control;

import codex.jobs.model.job.Cancel;
import codex.jobs.model.job.Job;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Actor;
import codex.jobs.stores.logs.JobLogStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// What a job's log says about its users' doings.
@Component
final class ControlLines {

    private final JobLogStore lines;
    private final InstantSource time;

    ControlLines(JobLogStore lines, InstantSource time) {
        this.lines = lines;
        this.time = time;
    }

    void cancelled(Job job) {
        Cancel.line(job).ifPresent(line -> lines.insertAll(List.of(line)));
    }

    void retried(Job job, boolean failedItemsOnly) {
        var what = failedItemsOnly ? "Failed items tried again" : "Tried again";
        say(job, "%s by %s, attempt %s".formatted(what, name(job.updatedBy()), job.attempt()));
    }

    void updated(Job before, Job job) {
        var moved =
                Objects.equals(before.scheduledTime(), job.scheduledTime())
                        ? ""
                        : ", planned for " + job.scheduledTime();
        var renamed = before.name().equals(job.name()) ? "" : ", named " + job.name();
        say(job, "Changed by " + name(job.updatedBy()) + moved + renamed);
    }

    /// Said once, however often it is done again.
    ///
    /// @return whether that was now
    boolean rolledBack(Job job, Actor by, String what) {
        var text = "Rolled back by %s: %s".formatted(name(by), what);
        return lines.insertAll(List.of(line(job, "rolled-back", text))) == 1;
    }

    /// Once for each version of the job.
    private void say(Job job, String message) {
        lines.insertAll(List.of(line(job, "version-" + job.version(), message)));
    }

    private LogLine line(Job job, String topic, String message) {
        return new LogLine(
                LogId.ofJob(job.id(), topic),
                job.organization(),
                job.id(),
                null,
                job.attempt(),
                0,
                time.instant(),
                LogType.INFO,
                message,
                null,
                null,
                null,
                null,
                null);
    }

    private static String name(Actor actor) {
        return actor.displayName() == null ? actor.id() : actor.displayName();
    }
}
