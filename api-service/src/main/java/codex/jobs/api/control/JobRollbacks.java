package codex.jobs.api.control;

import codex.jobs.api.security.Caller;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent.RolledBack;
import org.springframework.stereotype.Component;

/// Notes on jobs that were undone by one write that it was done, and by whom.
@Component
public final class JobRollbacks {

    private final JobChanges changes;
    private final ControlLines lines;

    JobRollbacks(JobChanges changes, ControlLines lines) {
        this.changes = changes;
        this.lines = lines;
    }

    /// The job as it is afterwards. Noting the same again changes nothing.
    ///
    /// @param what is so again, for the job's log
    public Job note(Job job, Caller caller, String what) {
        return lines.rolledBack(job, caller.actor(), what)
                ? changes.apply(job.organization(), job.id(), new RolledBack(caller.actor())).job()
                : job;
    }
}
