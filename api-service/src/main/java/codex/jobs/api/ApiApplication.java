package codex.jobs.api;

import codex.jobs.stores.StoresConfiguration;
import java.time.InstantSource;
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

    public static void main(String[] args) {
        SpringApplication.run(ApiApplication.class, args);
    }

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }
}
