package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.Limits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The [Limits] of organizations that have none of their own.
@ConfigurationProperties("codex.jobs.limits")
public record LimitProperties(
        @DefaultValue("1") int weight,
        @DefaultValue("50") int activeJobs,
        @DefaultValue("100000") int queuedJobs,
        @DefaultValue("20") int environments,
        @DefaultValue("1099511627776") long uploadBytes,
        @DefaultValue("1000") int requestsPerSecond) {

    /// Fails if a limit is out of range.
    public LimitProperties {
        var _ =
                new Limits(
                        weight,
                        activeJobs,
                        queuedJobs,
                        environments,
                        uploadBytes,
                        requestsPerSecond);
    }
}
