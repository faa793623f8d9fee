package codex.jobs.worker;

import codex.jobs.stores.StoresConfiguration;
import codex.jobs.worker.runtime.WorkerProperties;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// Starts the worker service.
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerProperties.class)
@Import(StoresConfiguration.class)
public class WorkerApplication {

    public static void main(String[] args) {
        SpringApplication.run(WorkerApplication.class, args);
    }

    /// The one exit for time. It ticks in milliseconds, as the stores keep times.
    @Bean
    InstantSource clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
