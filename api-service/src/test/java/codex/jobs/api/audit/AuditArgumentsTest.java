package codex.jobs.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditArgumentsTest {

    @Test
    void whatNamesSomethingIsKept() {
        assertThat(
                        AuditArguments.of(
                                Map.of(
                                        "jobId",
                                        "J",
                                        "createJobInput",
                                        Map.of("jobName", "Import", "dryRun", true))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("jobId", "J", "jobName", "Import", "dryRun", "true"));
    }

    @Test
    void whatIsNotKnownToBeHarmlessIsNot() {
        assertThat(
                        AuditArguments.of(
                                Map.of(
                                        "secret",
                                        "s",
                                        "input",
                                        Map.of("token", "t", "preSignedUrl", "p"))))
                .isEmpty();
    }

    @Test
    void whatIsToBeDeletedIsKept() {
        var filter = "{\"system\":{\"Id\":{\"In\":[%s]}}}".formatted("\"ce1\",".repeat(200));

        assertThat(
                        AuditArguments.of(
                                Map.of(
                                        "createJobInput",
                                        Map.of(
                                                "isDeleteFieldJob",
                                                false,
                                                "deleteContentTaskTypes",
                                                List.of("DELETE_ENTRIES", "DELETE_LISTS"),
                                                "filter",
                                                filter,
                                                "force",
                                                true))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "isDeleteFieldJob",
                                "false",
                                "deleteContentTaskTypes",
                                "DELETE_ENTRIES, DELETE_LISTS",
                                "filter",
                                filter,
                                "force",
                                "true"));
    }

    @Test
    void whatASiteAndAScheduleAreToBeIsKept() {
        assertThat(
                        AuditArguments.of(
                                Map.of("input", Map.of("newSiteName", "Blog", "timeZone", "UTC"))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("newSiteName", "Blog", "timeZone", "UTC"));
    }

    @Test
    void eventsOfAWebhookAreKept() {
        assertThat(
                        AuditArguments.of(
                                Map.of("input", Map.of("events", List.of("COMPLETE", "FAIL")))))
                .containsExactly(Map.entry("events", "COMPLETE, FAIL"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.org/services/T0/B0/s3cret, https://hooks.example.org",
        "https://ann:s3cret@example.org:8443/jobs?token=s3cret#s3cret, https://example.org:8443",
        "https://[2001:db8::1]/?s3cret, https://[2001:db8::1]"
    })
    void ofAnAddressOnlyWhereItLeadsIsKept(String url, String kept) {
        assertThat(AuditArguments.of(Map.of("input", Map.of("url", url))))
                .containsExactly(Map.entry("url", kept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "no address s3cret", "mailto:ann@example.org", ""})
    void whatIsNoAddressIsNotKept(String url) {
        assertThat(AuditArguments.of(Map.of("input", Map.of("url", url)))).isEmpty();
    }

    @Test
    void longTextsAreCut() {
        assertThat(AuditArguments.of(Map.of("reason", "x".repeat(10_000))).get("reason"))
                .hasSize(500)
                .endsWith("x…");
        assertThat(AuditArguments.of(Map.of("filter", "x".repeat(10_000))).get("filter"))
                .hasSize(8_192)
                .endsWith("x…");
    }
}
