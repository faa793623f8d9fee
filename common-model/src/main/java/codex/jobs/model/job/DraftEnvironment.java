package codex.jobs.model.job;

import codex.jobs.model.tenant.EnvironmentId;
import java.util.Optional;

/// Where a dry run does its work: in an environment of its own that nobody else sees.
public final class DraftEnvironment {

    private static final String PREFIX = "draft-";

    private DraftEnvironment() {}

    public static EnvironmentId of(JobId job) {
        return new EnvironmentId(PREFIX + job);
    }

    /// The job whose draft this is; empty for any other environment.
    public static Optional<JobId> job(EnvironmentId environment) {
        var id = environment.value();
        return Optional.of(id)
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .filter(JobId::isValid)
                .map(JobId::new);
    }
}
