package codex.jobs.scheduler.webhooks;

import codex.jobs.model.job.Job;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.webhook.WebhookEvent;
import codex.jobs.stores.StoresProperties;
import codex.jobs.stores.StoresProperties.Kept;
import codex.jobs.stores.webhooks.Delivery;
import codex.jobs.stores.webhooks.DeliveryStore;
import codex.jobs.stores.webhooks.Webhook;
import codex.jobs.stores.webhooks.WebhookStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// What has happened to jobs → deliveries to webhooks, stored for those who make them (ADR 11).
/// Told from the jobs' documents alone, so it may be done again, later, and by several schedulers:
/// what was stored before is not stored twice. Safe for use by many threads.
@Component
public final class WebhookNews {

    private static final Logger log = LoggerFactory.getLogger(WebhookNews.class);

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final Kept kept;
    private final int mostPending;
    private final long refreshNanos;
    private final AtomicLong refreshedAt;
    private final InstantSource clock;
    private final Counter added;
    private final Counter dropped;

    /// Of organizations that have webhooks: who has none is not asked for at every step of a job.
    private volatile Set<OrganizationId> known = Set.of();

    WebhookNews(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            WebhookProperties properties,
            StoresProperties stores,
            InstantSource clock,
            MeterRegistry meters) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.kept = stores.deliveries();
        this.mostPending = properties.mostPending();
        this.refreshNanos = properties.refreshPeriod().toNanos();
        this.refreshedAt = new AtomicLong(System.nanoTime() - refreshNanos);
        this.clock = clock;
        this.added = meters.counter("codex.jobs.webhooks.deliveries");
        this.dropped = meters.counter("codex.jobs.webhooks.dropped");
    }

    /// Looks up who has webhooks.
    public void refresh() {
        refreshedAt.set(System.nanoTime());
        known = webhooks.organizations();
    }

    private void refreshInTime() {
        var before = refreshedAt.get();
        var now = System.nanoTime();
        if (now - before >= refreshNanos && refreshedAt.compareAndSet(before, now)) {
            refresh();
        }
    }

    /// Tells at once, as far as webhooks are known by now. What this misses is told in the end.
    public void tell(Collection<Job> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        refreshInTime();
        var those = jobs.stream().filter(job -> known.contains(job.organization())).toList();
        if (!those.isEmpty()) {
            tellAll(those);
        }
    }

    /// Tells everything that has not been told of these jobs. What is stored when this returns is
    /// never lost.
    public void tellAll(Collection<Job> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        var organizations = jobs.stream().map(Job::organization).collect(Collectors.toSet());
        var interested =
                webhooks.enabled(organizations).stream()
                        .collect(Collectors.groupingBy(Webhook::organization));
        interested.forEach((organization, those) ->
                store(
                        organization,
                        jobs.stream()
                                .filter(job -> job.organization().equals(organization))
                                .flatMap(job -> planned(job, those).stream())
                                .toList()));
    }

    private List<Delivery> planned(Job job, List<Webhook> interested) {
        var planned = new ArrayList<Delivery>();
        for (var happened : WebhookEvent.of(job).entrySet()) {
            for (var webhook : interested) {
                // a new webhook is not told old stories
                if (webhook.events().contains(happened.getKey())
                        && !happened.getValue().isBefore(webhook.createdAt())) {
                    planned.add(
                            Delivery.planned(
                                    webhook,
                                    job,
                                    happened.getKey(),
                                    happened.getValue(),
                                    clock.instant(),
                                    kept.of(job.organization())));
                }
            }
        }
        return planned;
    }

    private void store(OrganizationId organization, List<Delivery> planned) {
        if (planned.isEmpty()) {
            return;
        }
        if (deliveries.countPending(organization) >= mostPending) {
            dropped.increment(planned.size());
            log.warn(
                    "Too many deliveries wait, webhooks are not told: organization={}",
                    organization);
            return;
        }
        added.increment(deliveries.add(planned));
    }
}
