package codex.jobs.scheduler;

import codex.jobs.stores.StoresConfiguration;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// Starts the scheduler service.
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(SchedulerProperties.class)
@Import(StoresConfiguration.class)
public class SchedulerApplication {

    public static void main(String[] args) {
        SpringApplication.run(SchedulerApplication.class, args);
    }

    /// The one exit for time.
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
