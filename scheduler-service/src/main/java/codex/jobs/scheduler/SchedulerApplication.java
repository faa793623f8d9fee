package codex.jobs.scheduler;

import codex.jobs.scheduler.retention.RetentionProperties;
import codex.jobs.stores.StoresConfiguration;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// Starts the scheduler service.
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties({SchedulerProperties.class, RetentionProperties.class})
@Import(StoresConfiguration.class)
public class SchedulerApplication {

    public static void main(String[] args) {
        SpringApplication.run(SchedulerApplication.class, args);
    }

    /// Only for what happens before the database has told its time. It ticks in milliseconds, as
    /// the stores keep times.
    @Bean
    InstantSource systemClock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }
}
