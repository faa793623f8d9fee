package codex.jobs.api.environments;

import codex.jobs.api.graphql.Violations;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.EnvironmentId;

/// The input of `deleteEnvironmentJob` (specification 3.7).
record DeleteEnvironmentJobInput(String jobName, String environmentId) {

    void check(Violations violations) {
        EnvironmentChecks.checkId("environmentId", environmentId, violations);
        violations.checkText("jobName", jobName, CreateEnvironmentJobInput.LONGEST_NAME);
    }

    /// Of an input that was checked.
    JobSpec.DeleteEnvironment spec() {
        return new JobSpec.DeleteEnvironment(new EnvironmentId(environmentId));
    }
}
