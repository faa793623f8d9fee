package codex.jobs.model.tenant;

/// Where content lives: one physical build (generation) of one environment of one tenant.
public record Scope(OrganizationId organization, EnvironmentId environment, long generation) {

    public Scope {
        if (generation < 1) {
            throw new IllegalArgumentException("Generations count from 1");
        }
    }
}
