package codex.jobs.worker.handlers.environments;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.EnvironmentId;

/// The two ends of a copy.
///
/// @param isNew whether the target is created by the job
record Ends(EnvironmentId base, EnvironmentId target, boolean isNew) {

    static Ends of(Job job) {
        return switch (job.spec()) {
            case JobSpec.CreateEnvironment spec ->
                    new Ends(spec.baseEnvironment(), spec.newEnvironment(job.id()), true);
            case JobSpec.SyncEnvironments spec ->
                    new Ends(spec.baseEnvironment(), spec.targetEnvironment(), false);
            default -> throw new IllegalStateException("No environment is copied by " + job.type());
        };
    }

    /// What is done with content, in the words of the log.
    String verb() {
        return isNew ? "Cloned" : "Synced";
    }
}
