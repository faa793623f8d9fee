package codex.jobs.stores.news;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// A Kafka producer that fails instead of holding its caller: when no broker is known, a first
/// message waits for a moment, and for a while after that the others fail at once.
final class Producer implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private @Nullable KafkaProducer<String, byte[]> kafka;
    private boolean closed;
    private volatile long pausedUntil = System.nanoTime();

    Producer(Map<String, Object> settings) {
        this.settings = settings;
    }

    CompletableFuture<Void> send(String topic, String key, byte[] message) {
        if (pausedUntil - System.nanoTime() > 0) {
            return CompletableFuture.failedFuture(new TimeoutException("Kafka does not answer"));
        }
        var sent = new CompletableFuture<Void>();
        try {
            // The callback is told of every end, so the future is of no use.
            var _ =
                    kafka().send(
                                    new ProducerRecord<>(topic, key, message),
                                    (_, failure) -> {
                                        if (failure == null) {
                                            sent.complete(null);
                                        } else {
                                            failed(sent, failure);
                                        }
                                    });
        } catch (KafkaException | IllegalStateException e) {
            failed(sent, e);
        }
        return sent;
    }

    /// Made by the first message: who never sends needs no connection, and a broker whose name is
    /// not known yet is asked for again.
    private synchronized KafkaProducer<String, byte[]> kafka() {
        if (closed) {
            throw new IllegalStateException("This producer is closed");
        }
        if (kafka == null) {
            kafka =
                    new KafkaProducer<>(
                            settings, new StringSerializer(), new ByteArraySerializer());
        }
        return kafka;
    }

    /// Without a broker, metadata or room in the buffer, sending fails with a time-out.
    private void failed(CompletableFuture<Void> sent, Exception failure) {
        if (failure instanceof TimeoutException) {
            pausedUntil = System.nanoTime() + PAUSE.toNanos();
        }
        sent.completeExceptionally(failure);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (kafka != null) {
            kafka.close(CLOSE_WITHIN);
        }
    }
}
