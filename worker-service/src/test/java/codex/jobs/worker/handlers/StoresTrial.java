package codex.jobs.worker.handlers;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.stores.StoresConfiguration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/// The stores over the real parts and nothing else of a worker, for a test class that tries
/// handlers.
public abstract class StoresTrial implements BeforeAllCallback, AfterAllCallback {

    private final Servers servers;
    private final FailingStores clients;
    private @Nullable ConfigurableApplicationContext context;

    /// @param clients everything is written through them
    protected StoresTrial(FailingStores clients, Part... parts) {
        this.servers = Servers.with(parts);
        this.clients = clients;
    }

    @Override
    public final void beforeAll(ExtensionContext test) {
        servers.beforeAll(test);
        context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        // no worker session to be healthy
                        .properties("management.endpoint.health.validate-group-membership=false")
                        .logStartupInfo(false)
                        .initializers(this::wrapClients)
                        .run(
                                servers.properties().entrySet().stream()
                                        .map(entry ->
                                                "--" + entry.getKey() + "=" + entry.getValue())
                                        .toArray(String[]::new));
    }

    private void wrapClients(ConfigurableApplicationContext starting) {
        starting.getBeanFactory()
                .addBeanPostProcessor(
                        new BeanPostProcessor() {
                            @Override
                            public Object postProcessAfterInitialization(Object bean, String name) {
                                return clients.wrap(bean);
                            }
                        });
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (context != null) {
            context.close();
        }
    }

    public final <T> T bean(Class<T> type) {
        return Objects.requireNonNull(context).getBean(type);
    }

    /// What fails when it is told to.
    public final FailingStores clients() {
        return clients;
    }

    protected final Servers servers() {
        return servers;
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StoresConfiguration.class)
    static class Application {}
}
