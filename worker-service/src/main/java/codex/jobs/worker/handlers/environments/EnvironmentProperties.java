package codex.jobs.worker.handlers.environments;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How environments are copied and deleted.
///
/// @param keepReplaced how long the content that a sync has replaced can be brought back
/// @param deletionGrace how long a deleted environment can be brought back; 0 means not at all
/// @param range documents that are copied between two checkpoints
/// @param dropPeriod how often content is looked for whose time is over
@ConfigurationProperties("codex.jobs.worker.environments")
public record EnvironmentProperties(
        @DefaultValue("7d") Duration keepReplaced,
        @DefaultValue("24h") Duration deletionGrace,
        @DefaultValue("5000") int range,
        @DefaultValue("5s") Duration dropPeriod) {

    public EnvironmentProperties {
        if (range < 1 || range > 50_000) {
            throw new IllegalArgumentException("range must be between 1 and 50,000");
        }
        if (keepReplaced.isNegative() || deletionGrace.isNegative() || !dropPeriod.isPositive()) {
            throw new IllegalArgumentException("durations must not be negative");
        }
    }
}
