package codex.jobs.api.live;

import codex.jobs.api.ApiProperties;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.message.JobNews;
import codex.jobs.model.message.Topics;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

/// Job news → subscribers. News only say which jobs to look up, many at a time; because news may
/// get lost, jobs that are watched one by one are also looked up now and then without.
@Component
final class JobFeed implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobFeed.class);

    private static final int LOOKED_UP_AT_ONCE = 500;

    /// Of changed jobs that could not be looked up yet; more are left to their next news.
    private static final int MOST_PENDING = 10_000;

    private final JobStore jobs;
    private final ApiProperties.Subscriptions limits;
    private final Watches<JobWatch> watches = new Watches<>();
    private final TopicTail tail;

    /// Used by the tail's thread only.
    private final Set<JobId> pending = new LinkedHashSet<>();

    private long refreshedAt = System.nanoTime();
    private volatile boolean running;

    JobFeed(JobStore jobs, ConsumerFactory<String, byte[]> consumers, ApiProperties properties) {
        this.jobs = jobs;
        this.limits = properties.subscriptions();
        this.tail = new TopicTail(Topics.JOB_EVENTS, consumers, this::receive);
    }

    /// A job's state now, then each change, coalesced; completes when the job is over.
    Flux<Job> of(Job job) {
        return watch(job.organization(), job.id());
    }

    /// Every change of any of the organization's jobs, coalesced for each job.
    Flux<Job> ofAll(OrganizationId organization) {
        return watch(organization, null);
    }

    private Flux<Job> watch(OrganizationId organization, @Nullable JobId job) {
        return Flux.defer(() -> {
            if (!running) {
                return Flux.error(Stopping.rejection());
            }
            var watch = new JobWatch(organization, job, limits.buffer());
            watches.add(watch.key(), watch);
            if (job != null) {
                // Read after the watch began: what changes later is seen by it.
                jobs.find(organization, job).ifPresent(watch::offer);
            }
            return watch.flux().doFinally(_ -> watches.remove(watch.key(), watch));
        });
    }

    private void receive(ConsumerRecords<String, byte[]> records) {
        records.forEach(this::note);
        if (System.nanoTime() - refreshedAt > limits.refreshEvery().toNanos()) {
            refreshedAt = System.nanoTime();
            watches.keys()
                    .filter(JobId.class::isInstance)
                    .map(JobId.class::cast)
                    .forEach(this::note);
        }
        while (!pending.isEmpty()) {
            var some = pending.stream().limit(LOOKED_UP_AT_ONCE).toList();
            tell(jobs.findAll(some));
            some.forEach(pending::remove);
        }
    }

    private void note(ConsumerRecord<String, byte[]> message) {
        if (watches.isEmpty()) {
            // Most of the time nobody watches, and then decoding is all that news would cost here.
            return;
        }
        try {
            var news = Messages.decodeJobNews(message.value());
            if (isWatched(news)) {
                note(news.job());
            }
        } catch (Undecodable e) {
            log.debug("Unreadable job news skipped", e);
        }
    }

    private void note(JobId job) {
        if (pending.size() < MOST_PENDING) {
            pending.add(job);
        }
    }

    private boolean isWatched(JobNews news) {
        return watches.has(news.job()) || watches.has(news.organization());
    }

    private void tell(List<Job> changed) {
        for (var job : changed) {
            watches.of(job.id()).forEach(watch -> watch.offer(job));
            watches.of(job.organization()).forEach(watch -> watch.offer(job));
        }
    }

    /// Whether all news from now on will be seen.
    boolean isReading() {
        return tail.isReading();
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
