package codex.jobs.embedded;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The parts that a test class needs: the servers named by `CODEX_JOBS_*` variables where they are
/// set, else embedded ones, started once per JVM and shared by its test classes. Each test class
/// has a MongoDB database and (on embedded S3) a bucket of its own; Kafka topics are shared.
///
/// ```java
/// @RegisterExtension
/// static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);
///
/// @DynamicPropertySource
/// static void addresses(DynamicPropertyRegistry registry) {
///     servers.properties().forEach((name, value) -> registry.add(name, () -> value));
/// }
/// ```
public final class Servers implements BeforeAllCallback {

    private final List<Part> parts;
    private final Map<String, String> given;
    private final String own = "t" + UUID.randomUUID().toString().substring(0, 8);

    Servers(List<Part> parts, Map<String, String> given) {
        this.parts = parts;
        this.given = given;
    }

    /// These parts start before the test class does; any other starts when it is asked for.
    public static Servers with(Part... parts) {
        return new Servers(List.of(parts), System.getenv());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var starting =
                parts.stream()
                        .filter(part -> !isGiven(part))
                        .map(SharedServers.INSTANCE::start)
                        .toList();
        starting.forEach(CompletableFuture::join);
    }

    /// A connection string with a database of this test class.
    public String mongodbUri() {
        return value(Setting.MONGODB_URI);
    }

    /// The addresses of the brokers, as in `bootstrap.servers`.
    public String kafkaBootstrapServers() {
        return value(Setting.KAFKA_BOOTSTRAP_SERVERS);
    }

    /// The address of the S3 API; bucket and keys are among [#settings()].
    public String s3Endpoint() {
        return value(Setting.S3_ENDPOINT);
    }

    /// The address of the search node.
    public String opensearchUri() {
        return value(Setting.OPENSEARCH_URI);
    }

    /// What a service needs to reach the parts of this test class.
    public Map<Setting, String> settings() {
        var settings = new EnumMap<Setting, String>(Setting.class);
        for (var setting : Setting.values()) {
            if (parts.contains(setting.part())) {
                settings.put(setting, value(setting));
            }
        }
        return settings;
    }

    /// The settings by property name, for a Spring environment.
    public Map<String, String> properties() {
        var properties = new LinkedHashMap<String, String>();
        settings().forEach((setting, value) -> properties.put(setting.property(), value));
        return properties;
    }

    /// The settings as environment variables, for a process.
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        settings().forEach((setting, value) -> environment.put(setting.variable(), value));
        return environment;
    }

    private boolean isGiven(Part part) {
        return switch (part) {
            case KAFKA -> given.containsKey(Setting.KAFKA_BOOTSTRAP_SERVERS.variable());
            case MONGODB -> given.containsKey(Setting.MONGODB_URI.variable());
            case S3 -> given.containsKey(Setting.S3_ENDPOINT.variable());
            case OPENSEARCH -> given.containsKey(Setting.OPENSEARCH_URI.variable());
        };
    }

    private String value(Setting setting) {
        if (!isGiven(setting.part())) {
            return embedded(setting);
        }
        var value = given.get(setting.variable());
        if (value == null) {
            throw new IllegalStateException(setting.variable() + " is missing");
        }
        return setting == Setting.MONGODB_URI ? MongoUri.withDatabase(value, own) : value;
    }

    private String embedded(Setting setting) {
        var server = SharedServers.INSTANCE.running(setting.part());
        return switch (setting) {
            case MONGODB_URI -> MongoUri.withDatabase(server.address(), own);
            case KAFKA_BOOTSTRAP_SERVERS, S3_ENDPOINT, OPENSEARCH_URI -> server.address();
            case S3_REGION -> EmbeddedS3.REGION;
            case S3_BUCKET -> bucket((EmbeddedS3) server);
            case S3_ACCESS_KEY -> EmbeddedS3.ACCESS_KEY;
            case S3_SECRET_KEY -> EmbeddedS3.SECRET_KEY;
        };
    }

    private String bucket(EmbeddedS3 server) {
        server.createBucket(own);
        return own;
    }
}
