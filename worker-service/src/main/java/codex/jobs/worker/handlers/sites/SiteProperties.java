package codex.jobs.worker.handlers.sites;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How sites are cloned.
///
/// @param page things that are copied between two checkpoints, at most; fewer if they are large
/// @param dropPeriod how often sites are looked for whose making was given up
@ConfigurationProperties("codex.jobs.worker.sites")
public record SiteProperties(
        @DefaultValue("500") int page, @DefaultValue("500ms") Duration dropPeriod) {

    public SiteProperties {
        if (page < 1 || page > 5_000) {
            throw new IllegalArgumentException("page must be between 1 and 5,000");
        }
        if (!dropPeriod.isPositive()) {
            throw new IllegalArgumentException("dropPeriod must be positive");
        }
    }
}
