package codex.jobs.benchmarks;

import codex.jobs.model.job.TaskType;
import codex.jobs.stores.StoresConfiguration;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskHandler;
import codex.jobs.worker.runtime.TaskHandlers;
import codex.jobs.worker.runtime.WorkerProperties;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The worker service with its own runtime, but with handlers that have done their work as soon as
/// they are called.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(WorkerProperties.class)
@Import(StoresConfiguration.class)
@ComponentScan(basePackageClasses = WorkerProperties.class)
public class NoOpWorker {

    public static void main(String[] arguments) {
        SpringApplication.run(NoOpWorker.class, arguments);
    }

    @Bean
    TaskHandlers taskHandlers() {
        TaskHandler nothing = _ -> Outcome.Completed.WITHOUT_RESULT;
        return new TaskHandlers(
                Arrays.stream(TaskType.values())
                        .collect(Collectors.toMap(type -> type, _ -> nothing)));
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
