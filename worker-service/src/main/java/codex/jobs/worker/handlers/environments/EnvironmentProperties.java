package codex.jobs.worker.handlers.environments;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How environments are copied and deleted.
///
/// @param range documents that are copied between two checkpoints
/// @param dropPeriod how often content is looked for whose time is over
@ConfigurationProperties("codex.jobs.worker.environments")
public record EnvironmentProperties(
        @DefaultValue("5000") int range, @DefaultValue("5s") Duration dropPeriod) {

    public EnvironmentProperties {
        if (range < 1 || range > 50_000) {
            throw new IllegalArgumentException("range must be between 1 and 50,000");
        }
        if (!dropPeriod.isPositive()) {
            throw new IllegalArgumentException("dropPeriod must be longer than nothing");
        }
    }
}
