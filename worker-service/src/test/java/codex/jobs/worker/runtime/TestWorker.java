package codex.jobs.worker.runtime;

import codex.jobs.embedded.Servers;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskType;
import codex.jobs.stores.StoresConfiguration;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/// A whole worker in this JVM, with the handlers of a test. Several may run side by side.
final class TestWorker implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private TestWorker(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static TestWorker start(Servers servers, TaskHandler handler, String... properties) {
        return start(servers, Map.of(TaskType.PROCESS_ENTRIES, handler), properties);
    }

    static TestWorker start(
            Servers servers, Map<TaskType, TaskHandler> handlers, String... properties) {
        return start(servers, handlers, _ -> {}, properties);
    }

    /// @param more further beans
    static TestWorker start(
            Servers servers,
            Map<TaskType, TaskHandler> handlers,
            Consumer<GenericApplicationContext> more,
            String... properties) {
        var settings = new LinkedHashMap<>(servers.properties());
        for (var property : properties) {
            var parts = property.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        var arguments = new ArrayList<String>();
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        var application =
                new SpringApplicationBuilder(Parts.class)
                        .web(WebApplicationType.NONE)
                        .initializers(context -> {
                            var beans = (GenericApplicationContext) context;
                            beans.registerBean(
                                    TaskHandlers.class, () -> new TaskHandlers(handlers));
                            more.accept(beans);
                        });
        return new TestWorker(application.run(arguments.toArray(String[]::new)));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// As seen from outside, the process is dead or paused from here on: no beats, no new tasks.
    /// What runs goes on running.
    void fallSilent() throws InterruptedException {
        bean(WorkerRuntime.class).stopConsumers();
        bean(WorkerDuties.class).stop(Duration.ofSeconds(5));
    }

    SessionId session() {
        return bean(WorkerSession.class).current().orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }

    /// Not a `@Configuration`, which the service's own scan would find in these tests.
    @EnableAutoConfiguration
    @EnableConfigurationProperties(WorkerProperties.class)
    @Import(StoresConfiguration.class)
    @ComponentScan(basePackageClasses = WorkerRuntime.class)
    static class Parts {

        @Bean
        InstantSource clock() {
            return Clock.tickMillis(ZoneOffset.UTC);
        }
    }
}
