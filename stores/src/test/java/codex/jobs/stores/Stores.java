package codex.jobs.stores;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/// The stores as a service has them: its configuration imported, nothing else.
public final class Stores implements BeforeAllCallback, AfterAllCallback {

    private final Servers servers;
    private @Nullable ConfigurableApplicationContext context;

    private Stores(Part... parts) {
        servers = Servers.with(parts);
    }

    public static Stores with(Part... parts) {
        return new Stores(parts);
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        servers.beforeAll(test);
        context = application(servers.properties());
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (context != null) {
            context.close();
        }
    }

    public <T> T get(Class<T> type) {
        return Objects.requireNonNull(context).getBean(type);
    }

    public Servers servers() {
        return servers;
    }

    /// A service with these settings, to be closed by the caller.
    public static ConfigurableApplicationContext application(Map<String, String> properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .properties(new LinkedHashMap<String, Object>(properties))
                .run();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StoresConfiguration.class)
    static class Application {}
}
