package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.Exports;
import codex.jobs.acceptance.client.JobWatch;
import codex.jobs.acceptance.guarantees.CountsAddUp;
import codex.jobs.acceptance.guarantees.TenantsIsolated;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two tenants import the same ids at the same time.
class TwoTenantsIT {

    private static final int ITEMS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void eachSeesAndChangesOnlyItsOwn(@TempDir Path folder, @TempDir Path acmes) {
        var file = Articles.array(folder, "shared", ITEMS);
        var other = Articles.large(acmes, "shared", ITEMS, 9);

        try (var platform = RunningPlatform.start(folder.resolve("data"), "--workers", "2")) {
            var demo = platform.demo();
            var acme = platform.acme();
            var ofDemo = demo.importEntries(demo.upload(file), Map.of());
            var ofAcme = acme.importEntries(acme.upload(other), Map.of());

            TenantsIsolated.from(acme, ofDemo);
            TenantsIsolated.from(demo, ofAcme);
            var demoOver = JobWatch.untilOver(demo, ofDemo, PATIENCE);
            var acmeOver = JobWatch.untilOver(acme, ofAcme, PATIENCE);

            for (var over : List.of(demoOver, acmeOver)) {
                assertThat(over.get("outcome").asString()).isEqualTo("SUCCEEDED");
                CountsAddUp.in(over, ITEMS);
                assertThat(over.at("/summary/created").asLong()).isEqualTo(ITEMS);
            }
            assertThat(wereAtWorkTogether(demoOver, acmeOver)).isTrue();
            TenantsIsolated.from(acme, ofDemo);
            TenantsIsolated.from(demo, ofAcme);

            var demos = Exports.all(demo);
            assertThat(bodies(demos)).hasSize(ITEMS).noneMatch(body -> body.contains("xxx"));
            assertThat(bodies(Exports.all(acme)))
                    .hasSize(ITEMS)
                    .allMatch(body -> body.contains("xxx"));
            var update = acme.importEntries(acme.upload(file), Map.of());
            assertThat(JobWatch.untilOver(acme, update, PATIENCE).at("/summary/updated").asLong())
                    .isEqualTo(ITEMS);
            assertThat(Exports.all(demo)).isEqualTo(demos);
        }
    }

    private static boolean wereAtWorkTogether(JsonNode one, JsonNode other) {
        return began(one).isBefore(ended(other)) && began(other).isBefore(ended(one));
    }

    private static Instant began(JsonNode job) {
        return Instant.parse(job.at("/startedAt").asString());
    }

    private static Instant ended(JsonNode job) {
        return Instant.parse(job.get("finishedAt").asString());
    }

    private static List<String> bodies(List<JsonNode> entries) {
        return entries.stream().map(entry -> entry.at("/content/body").asString()).toList();
    }
}
