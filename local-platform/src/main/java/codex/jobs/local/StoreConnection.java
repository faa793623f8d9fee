package codex.jobs.local;

import codex.jobs.embedded.Setting;
import codex.jobs.stores.StoresConfiguration;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The services' own stores, for as long as demo data is written.
final class StoreConnection implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private StoreConnection(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static StoreConnection open(Map<Setting, String> settings) {
        var properties =
                settings.entrySet().stream()
                        .collect(
                                Collectors.<Map.Entry<Setting, String>, String, Object>toMap(
                                        setting -> setting.getKey().property(),
                                        Map.Entry::getValue));
        return new StoreConnection(
                new SpringApplicationBuilder(Stores.class)
                        .web(WebApplicationType.NONE)
                        .bannerMode(Banner.Mode.OFF)
                        .logStartupInfo(false)
                        .registerShutdownHook(false)
                        .properties(properties)
                        .properties("logging.level.root=warn")
                        .run());
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StoresConfiguration.class)
    static class Stores {}
}
