package codex.jobs.model.tenant;

/// What an organization may use of the platform.
///
/// @param weight how many turns it has in a round over all organizations, from 1 to 100
/// @param activeJobs jobs that run or wait for an environment at a time; 0 pauses the organization
/// @param queuedJobs jobs that are not over
/// @param environments environments, those included that are being created or deleted
/// @param uploadBytes bytes of all uploads that are open or stored
/// @param requestsPerSecond requests to one instance of the API
public record Limits(
        int weight,
        int activeJobs,
        int queuedJobs,
        int environments,
        long uploadBytes,
        int requestsPerSecond) {

    public static final int MAX_WEIGHT = 100;

    public Limits {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight must be between 1 and " + MAX_WEIGHT);
        }
        if (activeJobs < 0
                || queuedJobs < 0
                || environments < 0
                || uploadBytes < 0
                || requestsPerSecond < 1) {
            throw new IllegalArgumentException("a limit must not be negative");
        }
    }
}
