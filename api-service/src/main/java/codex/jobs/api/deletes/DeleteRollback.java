package codex.jobs.api.deletes;

import codex.jobs.api.jobs.JobCreation;
import codex.jobs.api.security.Caller;
import codex.jobs.api.security.Environments;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.stores.content.ContentReader;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Undoes deletes of content, by a job of their own: there may be any number of things to bring
/// back. Also deletes that have ended early, as far as they came.
@Component
public final class DeleteRollback {

    private static final int LONGEST_NAME = 256;
    private static final int MOST_TRIES = 20;

    private final Environments environments;
    private final ContentReader content;
    private final JobCreation creation;

    DeleteRollback(Environments environments, ContentReader content, JobCreation creation) {
        this.environments = environments;
        this.content = content;
        this.creation = creation;
    }

    /// The job that undoes `job`: a new one, or the one that does or has done so already.
    ///
    /// @param argument where the caller has named it
    public Optional<Job> undone(Job job, JobSpec.Delete spec, String argument, Caller caller) {
        if (spec.undoes() != null) {
            return Optional.empty();
        }
        var environment =
                environments
                        .find(job.organization(), job.environment())
                        .filter(found -> found.status() == EnvironmentStatus.READY)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.ENVIRONMENT_NOT_READY,
                                        argument,
                                        "The environment is not ready."));
        return content.hasTrash(environment.scope(), job.id())
                // it works where the delete did, wherever the caller stands
                ? created(job, spec.undoing(job.id()), caller.in(environment))
                : Optional.empty();
    }

    /// One that has failed or was cancelled is followed by another one.
    private Optional<Job> created(Job job, JobSpec spec, Caller caller) {
        var name = "Rollback of " + job.name();
        var shortened = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        for (var time = 1; time <= MOST_TRIES; time++) {
            var key = "rollback/%s/%s".formatted(job.id(), time);
            var planned = creation.plan(caller, shortened, spec, null, key);
            var before = creation.before(planned);
            if (before.isEmpty()) {
                return Optional.of(creation.store(planned));
            }
            var status = before.get().status();
            if (status != JobStatus.FAILED && status != JobStatus.DELETED) {
                return before;
            }
        }
        return Optional.empty();
    }
}
