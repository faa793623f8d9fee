package codex.jobs.api.live;

import codex.jobs.api.ApiProperties;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.message.Topics;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import codex.jobs.stores.recurring.RecurringJobStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/// News of recurring jobs → subscribers, in the manner of [JobFeed].
@Component
final class RecurringJobFeed implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RecurringJobFeed.class);

    private static final int LOOKED_UP_AT_ONCE = 500;

    /// Of changed ones that could not be looked up yet; more are left to their next news.
    private static final int MOST_PENDING = 10_000;

    private final RecurringJobStore jobs;
    private final ApiProperties.Subscriptions limits;
    private final Watches<RecurringJobWatch> watches = new Watches<>();
    private final TopicTail tail;

    /// Used by the tail's thread only.
    private final Set<RecurringJobId> pending = new LinkedHashSet<>();

    private long refreshedAt = System.nanoTime();
    private volatile boolean running;

    RecurringJobFeed(
            RecurringJobStore jobs,
            ConsumerFactory<String, byte[]> consumers,
            ApiProperties properties) {
        this.jobs = jobs;
        this.limits = properties.subscriptions();
        this.tail = new TopicTail(Topics.RECURRING_EVENTS, consumers, this::receive);
    }

    /// Its state now, then each change, coalesced; completes when it is deleted. Without a job,
    /// every change of any of the organization's.
    Flux<RecurringJob> of(OrganizationId organization, @Nullable RecurringJobId job) {
        return Flux.defer(() -> {
            if (!running) {
                return Flux.error(Stopping.rejection());
            }
            var watch = new RecurringJobWatch(organization, job, limits.buffer());
            watches.add(watch.key(), watch);
            if (job != null) {
                // Read after the watch began: what changes later is seen by it.
                jobs.find(organization, job).ifPresent(watch::offer);
            }
            return watch.outbox().flux().doFinally(_ -> watches.remove(watch.key(), watch));
        });
    }

    private void receive(ConsumerRecords<String, byte[]> records) {
        if (watches.isEmpty()) {
            return;
        }
        records.forEach(this::note);
        if (System.nanoTime() - refreshedAt > limits.refreshEvery().toNanos()) {
            refreshedAt = System.nanoTime();
            watches.keys()
                    .filter(RecurringJobId.class::isInstance)
                    .map(RecurringJobId.class::cast)
                    .forEach(this::note);
        }
        while (!pending.isEmpty()) {
            var some = pending.stream().limit(LOOKED_UP_AT_ONCE).toList();
            for (var job : jobs.findAll(some)) {
                watches.of(job.id()).forEach(watch -> watch.offer(job));
                watches.of(job.organization()).forEach(watch -> watch.offer(job));
            }
            some.forEach(pending::remove);
        }
    }

    private void note(ConsumerRecord<String, byte[]> message) {
        try {
            var news = Messages.decodeRecurringNews(message.value());
            if (watches.has(news.job()) || watches.has(news.organization())) {
                note(news.job());
            }
        } catch (Undecodable e) {
            log.debug("Unreadable news of a recurring job skipped", e);
        }
    }

    private void note(RecurringJobId job) {
        if (pending.size() < MOST_PENDING) {
            pending.add(job);
        }
    }

    @Override
    public void start() {
        running = true;
        tail.start();
    }

    /// Before the web server waits for its requests to end: subscriptions are such requests.
    @Override
    public void stop() {
        running = false;
        new ArrayList<>(watches.all().toList())
                .forEach(watch -> watch.outbox().fail(Stopping.rejection()));
        tail.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
