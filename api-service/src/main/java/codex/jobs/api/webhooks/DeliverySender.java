package codex.jobs.api.webhooks;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.webhooks.Delivery;
import codex.jobs.stores.webhooks.DeliveryStore;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Looks for deliveries that are due and has them made, a few at a time for each organization. It
/// owns nothing but claims that run out, so any number of instances may do this at once, and each
/// of them may be killed at any time.
@Component
final class DeliverySender implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeliverySender.class);

    private final DeliveryStore deliveries;
    private final DeliveryAttempts attempts;
    private final WebhookProperties properties;
    private final InstantSource clock;
    private final Semaphore slots;
    private final Map<OrganizationId, Integer> underWay = new ConcurrentHashMap<>();

    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running;

    DeliverySender(
            DeliveryStore deliveries,
            DeliveryAttempts attempts,
            WebhookProperties properties,
            InstantSource clock) {
        this.deliveries = deliveries;
        this.attempts = attempts;
        this.properties = properties;
        this.clock = clock;
        this.slots = new Semaphore(properties.atOnce());
    }

    @Override
    public void start() {
        running = true;
        threads = Executors.newVirtualThreadPerTaskExecutor();
        Thread.ofPlatform().daemon().name("webhooks").start(this::run);
    }

    private void run() {
        while (running) {
            try {
                look();
                Thread.sleep(properties.pollPeriod());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("Deliveries were not looked for, tried again: {}", e.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(properties.pollPeriod());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    /// In another order each time: who comes last when slots are short comes first another time.
    private void look() {
        var waiting = deliveries.waiting(clock.instant());
        Collections.shuffle(waiting);
        for (var organization : waiting) {
            var free = properties.perOrganization() - underWay.getOrDefault(organization, 0);
            if (free > 0) {
                deliveries.due(organization, clock.instant(), free).forEach(this::begin);
            }
        }
    }

    private void begin(Delivery found) {
        if (!slots.tryAcquire()) {
            return;
        }
        var claimed = deliveries.claim(found, clock.instant().plus(properties.lease()));
        if (claimed.isEmpty()) {
            slots.release();
            return;
        }
        underWay.merge(found.organization(), 1, Integer::sum);
        threads.execute(() -> attempt(claimed.get()));
    }

    private void attempt(Delivery claimed) {
        try {
            attempts.attempt(claimed);
        } catch (RuntimeException e) {
            // it is due again when the claim has run out
            log.warn(
                    "Delivery not made, tried again: organization={} delivery={}",
                    claimed.organization(),
                    claimed.id(),
                    e);
        } finally {
            underWay.computeIfPresent(
                    claimed.organization(), (_, number) -> number == 1 ? null : number - 1);
            slots.release();
        }
    }

    @Override
    public void stop() {
        running = false;
        threads.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
