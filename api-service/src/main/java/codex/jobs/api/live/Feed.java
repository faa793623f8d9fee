package codex.jobs.api.live;

import codex.jobs.api.ApiProperties;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.news.Undecodable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import reactor.core.publisher.Flux;

/// News of things → subscribers. News only say which ones to look up, many at a time; because news
/// may get lost, things that are watched one by one are also looked up now and then without.
///
/// @param <K> the ids of the things
abstract class Feed<K, T> implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    private static final int LOOKED_UP_AT_ONCE = 500;

    /// Of changed things that could not be looked up yet; more are left to their next news.
    private static final int MOST_PENDING = 10_000;

    private final Class<K> ids;
    private final ApiProperties.Subscriptions limits;
    private final Watches<Watch<K, T>> watches = new Watches<>();
    private final TopicTail tail;

    /// Used by the tail's thread only.
    private final Set<K> pending = new LinkedHashSet<>();

    private long refreshedAt = System.nanoTime();
    private volatile boolean running;

    Feed(
            Class<K> ids,
            String topic,
            ConsumerFactory<String, byte[]> consumers,
            ApiProperties properties) {
        this.ids = ids;
        this.limits = properties.subscriptions();
        this.tail = new TopicTail(topic, consumers, this::receive);
    }

    /// Of what the news are.
    record Subject<K>(OrganizationId organization, K id) {}

    abstract Subject<K> subject(byte[] news) throws Undecodable;

    abstract Optional<T> find(OrganizationId organization, K id);

    abstract List<T> findAll(Collection<K> ids);

    abstract Watch.State<K> state(T thing);

    /// The state of one now, then each change, coalesced; completes with the last one. Without an
    /// id, every change of any of the organization's, coalesced for each.
    final Flux<T> watch(OrganizationId organization, @Nullable K one) {
        return Flux.defer(() -> {
            if (!running) {
                return Flux.error(Stopping.rejection());
            }
            var watch = new Watch<K, T>(organization, one, limits.buffer());
            watches.add(watch.key(), watch);
            if (one != null) {
                // Read after the watch began: what changes later is seen by it.
                find(organization, one).ifPresent(found -> watch.offer(found, state(found)));
            }
            return watch.flux().doFinally(_ -> watches.remove(watch.key(), watch));
        });
    }

    private void receive(ConsumerRecords<String, byte[]> records) {
        records.forEach(this::note);
        if (System.nanoTime() - refreshedAt > limits.refreshEvery().toNanos()) {
            refreshedAt = System.nanoTime();
            watches.keys().filter(ids::isInstance).map(ids::cast).forEach(this::note);
        }
        while (!pending.isEmpty()) {
            var some = pending.stream().limit(LOOKED_UP_AT_ONCE).toList();
            findAll(some).forEach(this::tell);
            some.forEach(pending::remove);
        }
    }

    private void note(ConsumerRecord<String, byte[]> message) {
        if (watches.isEmpty()) {
            // Most of the time nobody watches, and then decoding is all that news would cost here.
            return;
        }
        try {
            var subject = subject(message.value());
            if (watches.has(subject.id()) || watches.has(subject.organization())) {
                note(subject.id());
            }
        } catch (Undecodable e) {
            log.debug("Unreadable news of {} skipped", message.topic(), e);
        }
    }

    private void note(K id) {
        if (pending.size() < MOST_PENDING) {
            pending.add(id);
        }
    }

    private void tell(T changed) {
        var state = state(changed);
        watches.of(state.id()).forEach(watch -> watch.offer(changed, state));
        watches.of(state.organization()).forEach(watch -> watch.offer(changed, state));
    }

    /// Whether all news from now on will be seen.
    final boolean isReading() {
        return tail.isReading();
    }

    @Override
    public final void start() {
        running = true;
        tail.start();
    }

    /// Before the web server waits for its requests to end: subscriptions are such requests.
    @Override
    public final void stop() {
        running = false;
        List.copyOf(watches.all().toList())
                .forEach(watch -> watch.outbox().fail(Stopping.rejection()));
        tail.close();
    }

    @Override
    public final boolean isRunning() {
        return running;
    }
}
