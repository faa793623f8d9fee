package codex.jobs.scheduler.webhooks;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How much webhooks are told.
///
/// @param refreshPeriod how often it is looked up who has webhooks; who has just created one is
///   told the beginnings of jobs that much later
/// @param mostPending deliveries of an organization that may wait; beyond that nothing more is told
@ConfigurationProperties("codex.jobs.scheduler.webhooks")
public record WebhookProperties(
        @DefaultValue("1s") Duration refreshPeriod, @DefaultValue("10000") int mostPending) {

    public WebhookProperties {
        if (!refreshPeriod.isPositive() || mostPending < 1) {
            throw new IllegalArgumentException("nothing would ever be told");
        }
    }
}
