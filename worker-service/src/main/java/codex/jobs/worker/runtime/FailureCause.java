package codex.jobs.worker.runtime;

import codex.jobs.model.job.JobResult;
import codex.jobs.stores.failures.StoreFailure;

/// What is said about an unexpected failure to those who created the job: which part of the
/// platform it was, never the exception's text. It is tried again, unless a store refuses what it
/// was asked: it would do so again.
enum FailureCause {
    DATABASE_UNAVAILABLE("The database could not do what was asked", true),
    DATABASE_REFUSED("The database refuses what was asked", false),
    OBJECT_STORE_UNAVAILABLE("The object store could not do what was asked", true),
    OBJECT_STORE_REFUSED("The object store refuses what was asked", false),
    SEARCH_UNAVAILABLE("The search engine could not do what was asked", true),
    SEARCH_REFUSED("The search engine refuses what was asked", false),
    OUT_OF_MEMORY("The task needed more memory than its worker has", true),
    INTERNAL_ERROR("Something unexpected went wrong", true);

    private static final int DEEPEST = 20;

    private final String message;
    private final boolean retryable;

    FailureCause(String message, boolean retryable) {
        this.message = message;
        this.retryable = retryable;
    }

    static FailureCause of(Throwable failure) {
        return isOutOfMemory(failure)
                ? OUT_OF_MEMORY
                : StoreFailure.of(failure).map(FailureCause::of).orElse(INTERNAL_ERROR);
    }

    private static boolean isOutOfMemory(Throwable failure) {
        Throwable cause = failure;
        for (var depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static FailureCause of(StoreFailure failure) {
        return switch (failure.store()) {
            case DATABASE -> failure.passes() ? DATABASE_UNAVAILABLE : DATABASE_REFUSED;
            case OBJECT_STORE -> failure.passes() ? OBJECT_STORE_UNAVAILABLE : OBJECT_STORE_REFUSED;
            case SEARCH -> failure.passes() ? SEARCH_UNAVAILABLE : SEARCH_REFUSED;
        };
    }

    Outcome.Failed failed() {
        return new Outcome.Failed(name(), message, retryable, JobResult.NONE);
    }

    static Outcome.Failed outOfTime() {
        return new Outcome.Failed(
                "TASK_TIMEOUT", "The task made no progress for too long", true, JobResult.NONE);
    }
}
