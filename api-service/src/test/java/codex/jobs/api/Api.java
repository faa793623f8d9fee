package codex.jobs.api;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.tenants.ApiKey;
import codex.jobs.stores.tenants.ApiKeyStore;
import codex.jobs.stores.tenants.EnvironmentStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// The service on a free port over the real parts, as its own `main` starts it. The service with
/// its usual settings is shared by the test classes; each uses organizations of its own.
public final class Api implements BeforeAllCallback, AfterAllCallback {

    private static final Servers SERVERS = Servers.with(Part.MONGODB, Part.KAFKA, Part.S3);
    private static final Api USUAL = new Api(Map.of());

    private final Map<String, String> settings;
    private @Nullable ConfigurableApplicationContext context;

    private Api(Map<String, String> settings) {
        this.settings = settings;
    }

    public static Api usual() {
        return USUAL;
    }

    /// A service of the test class's own.
    public static Api with(Map<String, String> settings) {
        return new Api(settings);
    }

    @Override
    public void beforeAll(ExtensionContext test) throws Exception {
        if (context == null) {
            SERVERS.beforeAll(test);
            var properties = new HashMap<String, Object>(SERVERS.properties());
            properties.put("server.port", "0");
            properties.put("spring.jmx.enabled", "false");
            // Or it would make the deliveries of a test whose API has other rules.
            properties.put("codex.jobs.api.webhooks.poll-period", "1h");
            properties.putAll(settings);
            var arguments =
                    properties.entrySet().stream()
                            .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                            .toArray(String[]::new);
            context = SpringApplication.run(ApiApplication.class, arguments);
        }
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (this != USUAL) {
            running().close();
            context = null;
        }
    }

    public <T> T get(Class<T> type) {
        return running().getBean(type);
    }

    public String address() {
        var server = ((WebServerApplicationContext) running()).getWebServer();
        return "http://localhost:" + Objects.requireNonNull(server).getPort();
    }

    private ConfigurableApplicationContext running() {
        return Objects.requireNonNull(context);
    }

    /// An organization with a default environment `main`; its client may do everything.
    public Client organization(String organization) {
        environment(organization, "main", EnvironmentStatus.READY);
        return client(organization, Role.ADMIN);
    }

    public Environment environment(String organization, String alias, EnvironmentStatus status) {
        var environment =
                new Environment(
                        new EnvironmentId("env-" + alias),
                        new OrganizationId(organization),
                        new EnvironmentAlias(alias),
                        alias,
                        status,
                        alias.equals("main"),
                        1,
                        null,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        null,
                        null);
        get(EnvironmentStore.class).insert(environment);
        return environment;
    }

    public Client client(String organization, Role role) {
        return client(organization, role, organization + "-" + role);
    }

    /// A client with a key of its own.
    ///
    /// @param key what the key is called in front of others
    public Client client(String organization, Role role, String key) {
        var token = "key-of-" + key;
        get(ApiKeyStore.class)
                .insert(
                        new ApiKey(
                                ApiKey.digest(token),
                                key,
                                new OrganizationId(organization),
                                new Actor(
                                        "user-" + organization,
                                        false,
                                        "ann",
                                        "Ann",
                                        "ann@example.org",
                                        "Ann",
                                        "Archer",
                                        "https://example.org/ann.png"),
                                role,
                                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                                null,
                                null));
        return new Client(address(), organization, token);
    }
}
