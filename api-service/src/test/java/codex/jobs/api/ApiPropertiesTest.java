package codex.jobs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.model.tenant.OrganizationId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ApiPropertiesTest {

    @Test
    void namesAndDefaultsStayAsTheyArePublished() throws ReflectiveOperationException {
        var settings = new TreeMap<String, String>();
        var prefix = ApiProperties.class.getAnnotation(ConfigurationProperties.class).value();
        var bound =
                new Binder(new MapConfigurationPropertySource())
                        .bindOrCreate(prefix, ApiProperties.class);
        collect(prefix, bound, settings);

        assertThat(settings)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("codex.jobs.api.credentialsKeptFor", "PT5S"),
                                Map.entry("codex.jobs.api.resultUrlValidity", "PT1H"),
                                Map.entry("codex.jobs.api.requests.maxBody", "262144B"),
                                Map.entry("codex.jobs.api.requests.maxTokens", "5000"),
                                Map.entry("codex.jobs.api.requests.maxDepth", "15"),
                                Map.entry("codex.jobs.api.requests.maxComplexity", "20000"),
                                Map.entry("codex.jobs.api.requests.maxAliases", "50"),
                                Map.entry("codex.jobs.api.requests.introspection", "true"),
                                Map.entry("codex.jobs.api.requests.timeout", "PT30S"),
                                Map.entry("codex.jobs.api.requests.keptDocuments", "500"),
                                Map.entry("codex.jobs.api.imports.maxFileSize", "5368709120B"),
                                Map.entry("codex.jobs.api.imports.scheduledAtMost", "PT8760H"),
                                Map.entry("codex.jobs.api.audit.keptFor", "PT9600H"),
                                Map.entry("codex.jobs.api.audit.organizations", "{}"),
                                Map.entry("codex.jobs.api.audit.proxies", "0"),
                                Map.entry("codex.jobs.api.uploads.maxSize", "5368709120B"),
                                Map.entry("codex.jobs.api.uploads.partSize", "8388608B"),
                                Map.entry("codex.jobs.api.uploads.urlValidity", "PT12H"),
                                Map.entry("codex.jobs.api.uploads.abortedAfter", "PT24H"),
                                Map.entry("codex.jobs.api.uploads.organizations", "{}"),
                                Map.entry("codex.jobs.api.uploads.sweepEvery", "PT10M"),
                                Map.entry("codex.jobs.api.subscriptions.perOrganization", "100"),
                                Map.entry("codex.jobs.api.subscriptions.perConnection", "20"),
                                Map.entry("codex.jobs.api.subscriptions.buffer", "1000"),
                                Map.entry("codex.jobs.api.subscriptions.logBuffer", "10000"),
                                Map.entry("codex.jobs.api.subscriptions.refreshEvery", "PT5S")));
    }

    @Test
    void anOrganizationMayHaveItsOwnTimes() {
        var bound =
                bound(
                        Map.of(
                                "codex.jobs.api.audit.organizations.acme", "30d",
                                "codex.jobs.api.uploads.organizations.acme", "2h"));
        var acme = new OrganizationId("acme");
        var demo = new OrganizationId("demo");

        assertThat(bound.audit().keptFor(acme)).isEqualTo(Duration.ofDays(30));
        assertThat(bound.audit().keptFor(demo)).isEqualTo(Duration.ofDays(400));
        assertThat(bound.uploads().abortedAfter(acme)).isEqualTo(Duration.ofHours(2));
        assertThat(bound.uploads().abortedAfter(demo)).isEqualTo(Duration.ofHours(24));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit.kept-for",
                "audit.organizations.acme",
                "uploads.aborted-after",
                "uploads.organizations.acme"
            })
    void nothingIsKeptForNoTime(String name) {
        assertThatThrownBy(() -> bound(Map.of("codex.jobs.api." + name, "0s")))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    private static ApiProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("codex.jobs.api", ApiProperties.class);
    }

    private static void collect(String prefix, Record values, Map<String, String> settings)
            throws ReflectiveOperationException {
        for (var component : values.getClass().getRecordComponents()) {
            var name = prefix + "." + component.getName();
            var value = component.getAccessor().invoke(values);
            if (value instanceof Record nested) {
                collect(name, nested, settings);
            } else {
                settings.put(name, value.toString());
            }
        }
    }
}
