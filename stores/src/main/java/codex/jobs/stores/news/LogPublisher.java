package codex.jobs.stores.news;

import codex.jobs.model.log.LogLine;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.StoresProperties;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Ships log lines; the lines of one job stay in order. The future ends when the brokers have
/// acknowledged all of them, or fails: then all can be given again, since lines are stored once. A
/// full buffer holds the caller, for the delivery timeout at most.
public final class LogPublisher implements AutoCloseable {

    private final Producer kafka;

    LogPublisher(StoresProperties properties) {
        kafka = new Producer(ProducerSettings.forLogs(properties.kafka()));
    }

    public CompletableFuture<Void> publish(List<LogLine> lines) {
        return CompletableFuture.allOf(
                lines.stream().map(this::publish).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> publish(LogLine line) {
        return kafka.send(Topics.JOB_TASK_LOGS, line.job().value(), Messages.encode(line));
    }

    @Override
    public void close() {
        kafka.close();
    }
}
