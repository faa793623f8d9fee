package codex.jobs.benchmarks;

import codex.jobs.embedded.Setting;
import codex.jobs.stores.StoresConfiguration;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/// The services' own stores: tenants are written and jobs are read past the API.
final class Stores implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Stores(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// @param variables `CODEX_JOBS_*`, as a service gets them
    static Stores open(Map<String, String> variables) {
        var properties = new HashMap<String, Object>();
        for (var setting : Setting.values()) {
            properties.put(
                    setting.property(), Objects.requireNonNull(variables.get(setting.variable())));
        }
        return new Stores(
                new SpringApplicationBuilder(Parts.class)
                        .web(WebApplicationType.NONE)
                        .bannerMode(Banner.Mode.OFF)
                        .logStartupInfo(false)
                        .registerShutdownHook(false)
                        .properties(properties)
                        .properties("logging.level.root=warn")
                        // not the worker's application.yml, which is on the class path too
                        .properties("spring.config.name=benchmarks")
                        .run());
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /// A collection of the control plane.
    MongoCollection<Document> control(String collection) {
        return get(MongoDatabaseFactory.class).getMongoDatabase().getCollection(collection);
    }

    MongoClient mongo() {
        return get(MongoClient.class);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StoresConfiguration.class)
    static class Parts {}
}
