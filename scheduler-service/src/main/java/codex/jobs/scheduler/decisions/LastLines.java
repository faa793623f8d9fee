package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Cancel;
import codex.jobs.model.job.Job;
import codex.jobs.stores.logs.JobLogStore;
import java.util.Collection;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What a job's log must say before the job is settled: who has cancelled it, and why. Usually it
/// says so already; the service that took the request may have died in between.
@Component
final class LastLines {

    private final JobLogStore logs;

    LastLines(JobLogStore logs) {
        this.logs = logs;
    }

    /// Returns when they are stored; a line that is stored already stays as it is.
    void say(Collection<Job> ending) {
        var lines = ending.stream().map(Cancel::line).flatMap(Optional::stream).toList();
        if (!lines.isEmpty()) {
            logs.insertAll(lines);
        }
    }
}
