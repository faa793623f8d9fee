package codex.jobs.scheduler;

import codex.jobs.embedded.Servers;
import codex.jobs.stores.news.KafkaProvisioning;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole service in this JVM. Several may run side by side.
final class TestScheduler implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private TestScheduler(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// Returns when the topics exist.
    ///
    /// @param properties as `name=value`; they win
    static TestScheduler start(Servers servers, String... properties) {
        return start(servers, new SpringApplicationBuilder(SchedulerApplication.class), properties);
    }

    /// As [#start], on a machine with this clock.
    static TestScheduler startWithClock(
            Servers servers, InstantSource clock, String... properties) {
        var application =
                new SpringApplicationBuilder(SchedulerApplication.class)
                        .properties("spring.main.allow-bean-definition-overriding=true")
                        .initializers(context ->
                                context.addBeanFactoryPostProcessor(beans -> {
                                    ((DefaultListableBeanFactory) beans)
                                            .removeBeanDefinition("systemClock");
                                    beans.registerSingleton("systemClock", clock);
                                }));
        return start(servers, application, properties);
    }

    private static TestScheduler start(
            Servers servers, SpringApplicationBuilder application, String... properties) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("server.port", "0");
        settings.putAll(servers.properties());
        // Patient with a broker that has just started on a busy machine.
        settings.put("codex.jobs.kafka.block-at-most", "10s");
        // Tests leave jobs behind that nobody works off.
        settings.put("codex.jobs.limits.active-jobs", "1000000");
        settings.put("codex.jobs.scheduler.window", "1000000");
        for (var property : properties) {
            var parts = property.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        var arguments = new ArrayList<String>();
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        var context = application.run(arguments.toArray(String[]::new));
        try {
            context.getBean(KafkaProvisioning.class).provision();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new TestScheduler(context);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// How much a counter below `codex.jobs.scheduler` has counted, whatever its tags.
    double count(String name) {
        return bean(MeterRegistry.class).find("codex.jobs.scheduler." + name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @Override
    public void close() {
        context.close();
    }
}
