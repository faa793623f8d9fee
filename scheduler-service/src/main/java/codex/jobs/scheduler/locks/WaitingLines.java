package codex.jobs.scheduler.locks;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.LockWait;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.news.LogPublisher;
import codex.jobs.stores.tenants.EnvironmentStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The line by which a job says for whom it waits, once for each blocker (specification 3.0,
/// "Locks").
@Component
public final class WaitingLines {

    private final LogPublisher logs;
    private final EnvironmentStore environments;
    private final InstantSource clock;

    WaitingLines(LogPublisher logs, EnvironmentStore environments, InstantSource clock) {
        this.logs = logs;
        this.environments = environments;
        this.clock = clock;
    }

    /// Says what is new in these waits; returns when the brokers have it, or fails.
    public void say(Collection<Job> jobs, Map<JobId, LockWait> waits) {
        var now = clock.instant();
        var lines = new ArrayList<LogLine>();
        for (var job : jobs) {
            var wait = waits.get(job.id());
            if (wait != null && !wait.equals(job.lockWait())) {
                lines.add(line(job, wait, now));
            }
        }
        if (!lines.isEmpty()) {
            logs.publish(lines).join();
        }
    }

    private LogLine line(Job job, LockWait wait, Instant now) {
        return new LogLine(
                LogId.ofJob(job.id(), "waits-" + wait.environment() + "-" + wait.holder()),
                job.organization(),
                job.id(),
                null,
                job.attempt(),
                0,
                now,
                LogType.INFO,
                "Waiting for job %s on environment %s".formatted(wait.holder(), name(job, wait)),
                null,
                null,
                null,
                null,
                null);
    }

    private String name(Job job, LockWait wait) {
        return environments
                .find(job.organization(), wait.environment())
                .map(environment -> environment.alias().value())
                .orElseGet(() -> wait.environment().value());
    }
}
