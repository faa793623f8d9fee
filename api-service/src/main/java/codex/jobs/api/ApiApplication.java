package codex.jobs.api;

import codex.jobs.stores.StoresConfiguration;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Starts the api service.
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ApiProperties.class)
@EnableScheduling
@Import(StoresConfiguration.class)
public class ApiApplication {

    /// The JDK's own setting, which must be there before the first virtual thread is.
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    private static final int CARRIERS_AT_LEAST = 32;

    public static void main(String[] args) {
        // A virtual thread that waits while it loads a class keeps its carrier: with one for each
        // of
        // two processors, the first two requests could wait for a third for ever (ADR 5).
        if (System.getProperty(CARRIERS) == null) {
            var carriers = Math.max(CARRIERS_AT_LEAST, Runtime.getRuntime().availableProcessors());
            System.setProperty(CARRIERS, Integer.toString(carriers));
        }
        SpringApplication.run(ApiApplication.class, args);
    }

    /// The one exit for time. It ticks in milliseconds, as the stores keep times.
    @Bean
    InstantSource time() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
