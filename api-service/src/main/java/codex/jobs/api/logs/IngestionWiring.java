package codex.jobs.api.logs;

import codex.jobs.stores.news.KafkaProvisioning;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/// How the log topic is read.
@Configuration(proxyBeanMethods = false)
class IngestionWiring {

    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final KafkaProvisioning provisioning;

    IngestionWiring(KafkaProvisioning provisioning) {
        this.provisioning = provisioning;
    }

    /// Tries the same records again for as long as it takes.
    @Bean
    CommonErrorHandler untilItWorks() {
        var pauses = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2);
        pauses.setMaxInterval(LONGEST_PAUSE_MILLIS);
        return new DefaultErrorHandler(pauses);
    }

    /// The service does not wait for Kafka, but its topics must exist as soon as there is one.
    @EventListener(ApplicationReadyEvent.class)
    void provideTopics() {
        Thread.ofVirtual().name("kafka-provisioning").start(this::provision);
    }

    private void provision() {
        try {
            provisioning.provision();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
