package codex.jobs.worker.runtime;

import codex.jobs.model.job.JobResult;

/// How a task ended, as its handler sees it.
public sealed interface Outcome {

    /// Everything is done. Items that failed do not matter here: they are counted and logged.
    record Completed(JobResult result) implements Outcome {

        public static final Completed WITHOUT_RESULT = new Completed(JobResult.NONE);
    }

    /// The task cannot be done.
    ///
    /// @param code for programs, in capitals
    /// @param message for the person who created the job; no internals, no secrets
    /// @param retryable whether the task is tried again from its checkpoint before the job fails
    record Failed(String code, String message, boolean retryable, JobResult result)
            implements Outcome {

        /// Nothing will change that: the job fails now.
        public static Failed forGood(String code, String message) {
            return new Failed(code, message, false, JobResult.NONE);
        }
    }
}
