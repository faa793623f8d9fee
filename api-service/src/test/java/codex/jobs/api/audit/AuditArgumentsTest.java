package codex.jobs.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
                                        Map.of("token", "t", "filter", "f"))))
                .isEmpty();
    }

    @Test
    void longTextsAreCut() {
        assertThat(AuditArguments.of(Map.of("reason", "x".repeat(10_000))).get("reason"))
                .hasSize(500);
    }
}
