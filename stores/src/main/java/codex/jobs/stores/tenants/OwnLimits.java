package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.Limits;
import org.jspecify.annotations.Nullable;

/// The field `limits` of an organization's document: what operators have set for this organization
/// alone. What is null, or out of range, is as for everybody.
record OwnLimits(
        @Nullable Integer weight,
        @Nullable Integer activeJobs,
        @Nullable Integer queuedJobs,
        @Nullable Integer environments,
        @Nullable Long uploadBytes,
        @Nullable Integer requestsPerSecond) {

    Limits over(LimitProperties defaults) {
        return new Limits(
                within(weight, 1, Limits.MAX_WEIGHT, defaults.weight()),
                within(activeJobs, 0, Integer.MAX_VALUE, defaults.activeJobs()),
                within(queuedJobs, 0, Integer.MAX_VALUE, defaults.queuedJobs()),
                within(environments, 0, Integer.MAX_VALUE, defaults.environments()),
                uploadBytes != null && uploadBytes >= 0 ? uploadBytes : defaults.uploadBytes(),
                within(requestsPerSecond, 1, Integer.MAX_VALUE, defaults.requestsPerSecond()));
    }

    private static int within(@Nullable Integer value, int least, int most, int otherwise) {
        return value != null && value >= least && value <= most ? value : otherwise;
    }
}
