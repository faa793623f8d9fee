package codex.jobs.api.webhooks;

import codex.jobs.model.webhook.DeliverySchedule;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How webhooks are told.
///
/// @param most webhooks of an organization
/// @param pollPeriod how often deliveries are looked for that are due
/// @param perOrganization deliveries of one organization at once, on this instance; the others of
///   this instance are never held up by it
/// @param atOnce deliveries of all organizations at once, on this instance
/// @param connectTimeout until a receiver has taken the connection
/// @param answerTimeout until it has answered, from the beginning on
/// @param firstPause after the first failed attempt
/// @param factor by which each pause is longer than the one before; never more than a day
/// @param tries in all, from 1 to 20
/// @param disabledAfter how long nothing can be delivered to a webhook before it is disabled
/// @param allowHttp whether addresses may be unencrypted
/// @param allowedNetworks besides the public Internet, as `10.1.0.0/16`: for receivers inside the
///   operator's own network
@ConfigurationProperties("codex.jobs.api.webhooks")
record WebhookProperties(
        @DefaultValue("20") int most,
        @DefaultValue("500ms") Duration pollPeriod,
        @DefaultValue("4") int perOrganization,
        @DefaultValue("64") int atOnce,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("15s") Duration answerTimeout,
        @DefaultValue("10s") Duration firstPause,
        @DefaultValue("6") int factor,
        @DefaultValue("7") int tries,
        @DefaultValue("7d") Duration disabledAfter,
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue List<Network> allowedNetworks) {

    WebhookProperties {
        if (!pollPeriod.isPositive() || perOrganization < 1 || atOnce < perOrganization) {
            throw new IllegalArgumentException("nothing would ever be delivered");
        }
        allowedNetworks = List.copyOf(allowedNetworks);
    }

    DeliverySchedule schedule() {
        return new DeliverySchedule(firstPause, factor, tries);
    }

    /// Until somebody else may take over an attempt.
    Duration lease() {
        return connectTimeout.plus(answerTimeout).plusSeconds(10);
    }
}
