package codex.jobs.api.live;

import codex.jobs.api.ApiProperties;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Log topic tail → subscribers.
@Component
final class LogFeed implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LogFeed.class);

    /// Lines are published before their task ends, so little is on its way when a job is over.
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final JobLogStore stored;
    private final JobFeed jobs;
    private final InstantSource time;
    private final int buffer;
    private final Watches<LogWatch> watches = new Watches<>();
    private final TopicTail tail;
    private final RecentLines recent = new RecentLines();
    private volatile boolean running;

    LogFeed(
            JobLogStore stored,
            JobFeed jobs,
            ConsumerFactory<String, byte[]> consumers,
            InstantSource time,
            ApiProperties properties) {
        this.stored = stored;
        this.jobs = jobs;
        this.time = time;
        this.buffer = properties.subscriptions().logBuffer();
        this.tail = new TopicTail(Topics.JOB_TASK_LOGS, consumers, this::receive);
    }

    /// A job's lines from now on, or from its first one; completes when the job is over.
    Flux<LogLine> of(Job job, @Nullable TaskId task, List<LogType> types, boolean fromStart) {
        return Flux.defer(() -> {
            if (!running) {
                return Flux.error(Stopping.rejection());
            }
            var watch = new LogWatch(job.organization(), task, types, new Outbox<>(buffer));
            begin(watch, job, fromStart);
            var end =
                    jobs.of(job)
                            .then(Mono.delay(LAST_LINES))
                            .subscribe(_ -> watch.outbox().finish(), _ -> {});
            var lines =
                    fromStart
                            ? new Replay(stored, job, watch, time.instant()).followedByNews()
                            : watch.outbox().flux();
            return lines.doFinally(_ -> {
                watches.remove(job.id().value(), watch);
                end.dispose();
            });
        });
    }

    private void begin(LogWatch watch, Job job, boolean fromStart) {
        synchronized (recent) {
            if (fromStart) {
                recent.of(job.id().value()).forEach(line -> offer(line, List.of(watch)));
            }
            watches.add(job.id().value(), watch);
        }
    }

    private void receive(ConsumerRecords<String, byte[]> records) {
        synchronized (recent) {
            records.forEach(this::pass);
        }
    }

    private void pass(ConsumerRecord<String, byte[]> line) {
        if (line.key() != null && line.value() != null) {
            recent.add(line);
            if (watches.has(line.key())) {
                offer(line.value(), watches.of(line.key()).toList());
            }
        }
    }

    private static void offer(byte[] content, List<LogWatch> watches) {
        try {
            var line = Messages.decodeLogLine(content);
            watches.forEach(watch -> watch.offer(line));
        } catch (Undecodable e) {
            log.debug("Unreadable log line skipped", e);
        }
    }

    /// Whether all lines from now on will be seen.
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
