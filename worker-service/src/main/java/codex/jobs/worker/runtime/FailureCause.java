package codex.jobs.worker.runtime;

import codex.jobs.model.job.JobResult;
import org.springframework.dao.DataAccessException;

/// What is said about an unexpected failure to those who created the job: which part of the
/// platform it was, never the exception's text. All of them are tried again.
enum FailureCause {
    DATABASE_UNAVAILABLE("The database could not do what was asked"),
    OBJECT_STORE_UNAVAILABLE("The object store could not do what was asked"),
    SEARCH_UNAVAILABLE("The search engine could not do what was asked"),
    OUT_OF_MEMORY("The task needed more memory than its worker has"),
    INTERNAL_ERROR("Something unexpected went wrong");

    private static final int DEEPEST = 20;

    private final String message;

    FailureCause(String message) {
        this.message = message;
    }

    static FailureCause of(Throwable failure) {
        var cause = failure;
        for (var depth = 0; cause != null && depth < DEEPEST; depth++) {
            var known = ofOne(cause);
            if (known != INTERNAL_ERROR) {
                return known;
            }
            cause = cause.getCause();
        }
        return INTERNAL_ERROR;
    }

    /// By package, because the clients of the stores are not known here.
    private static FailureCause ofOne(Throwable cause) {
        var type = cause.getClass().getName();
        if (cause instanceof OutOfMemoryError) {
            return OUT_OF_MEMORY;
        }
        if (cause instanceof DataAccessException || type.startsWith("com.mongodb.")) {
            return DATABASE_UNAVAILABLE;
        }
        if (type.startsWith("software.amazon.awssdk.")) {
            return OBJECT_STORE_UNAVAILABLE;
        }
        return type.startsWith("org.opensearch.") ? SEARCH_UNAVAILABLE : INTERNAL_ERROR;
    }

    Outcome.Failed failed() {
        return new Outcome.Failed(name(), message, true, JobResult.NONE);
    }

    static Outcome.Failed outOfTime() {
        return new Outcome.Failed(
                "TASK_TIMEOUT", "The task made no progress for too long", true, JobResult.NONE);
    }
}
