package codex.jobs.model.job;

/// What a job keeps of its work when it is tried again.
public enum Retry {
    /// Everything: the task that failed goes on behind its last chunk.
    FROM_CHECKPOINT,
    /// Nothing: what it had built was given up when it ended, so all its tasks begin again.
    FROM_START,
    /// Everything, and the items that failed are done once more, also of a job that has completed.
    FAILED_ITEMS;

    /// What is left of a job's work after it has ended, by what ended it leaves behind
    /// (specification 3.1 to 3.8, "Failure / cancel").
    public static Retry of(JobSpec spec) {
        return switch (spec) {
            case JobSpec.ImportEntries _,
                    JobSpec.ImportAssets _,
                    JobSpec.Delete _,
                    JobSpec.DeleteEnvironment _ ->
                    FROM_CHECKPOINT;
            // A new environment, generation or site is given up, an unfinished upload aborted.
            case JobSpec.CreateEnvironment _,
                    JobSpec.SyncEnvironments _,
                    JobSpec.ExportEntries _,
                    JobSpec.CloneSite _ ->
                    FROM_START;
        };
    }

    /// Whether its failed items can be done again by themselves.
    public static boolean knowsItsItems(JobSpec spec) {
        return switch (spec) {
            case JobSpec.ImportEntries _, JobSpec.ImportAssets _ -> !spec.dryRun();
            default -> false;
        };
    }
}
