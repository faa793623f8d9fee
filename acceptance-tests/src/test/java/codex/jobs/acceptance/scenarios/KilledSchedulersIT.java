package codex.jobs.acceptance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.acceptance.client.Articles;
import codex.jobs.acceptance.client.JobsClient;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Three schedulers, jobs due all the time, and two of the schedulers die, one after the other.
class KilledSchedulersIT {

    private static final int JOBS = 120;
    private static final int RECURRING = 10;

    /// Fewer than there are schedulers: on two cores the next of them is not back before the end.
    private static final int KILLS = 2;

    private static final Duration WINDOW = Duration.ofSeconds(25);
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void everyJobRunsOnceAndInTimeWhoeverDies(@TempDir Path folder) {
        try (var platform = RunningPlatform.start(folder.resolve("data"), "--schedulers", "3")) {
            var demo = platform.demo();
            var file = demo.upload(Articles.array(folder, "small", 1));
            var begin = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);
            createAll(demo, file, begin);

            for (var kill = 0; kill < KILLS; kill++) {
                waitUntil(begin.plus(WINDOW.multipliedBy(kill).dividedBy(KILLS)));
                // Not with the beat of anything.
                waitUntil(Instant.now().plusMillis(random.nextInt(2_000)));
                platform.killOne("SCHEDULER", random);
            }
            waitUntil(begin.plus(WINDOW));

            for (var job : awaitAll(demo)) {
                assertThat(job.get("tasks"))
                        .as("one attempt each, seed %s: %s", seed, job)
                        .allMatch(task -> task.get("attempt").asInt() == 1);
                assertThat(lateness(job))
                        .as("seed %s: %s", seed, job)
                        .isBetween(Duration.ZERO, TAKEN_OVER_WITHIN);
            }
            assertThat(runs(demo)).as("seed %s", seed).hasSize(RECURRING).containsOnly(1);
        }
    }

    private static void createAll(JobsClient demo, String file, Instant begin) {
        var step = WINDOW.dividedBy(JOBS).truncatedTo(ChronoUnit.MILLIS);
        for (var number = 0; number < JOBS; number++) {
            demo.importEntries(
                    file,
                    Map.of(
                            "jobName",
                            "Load",
                            "dryRun",
                            true,
                            "scheduledTime",
                            begin.plus(step.multipliedBy(number)).toString()));
        }
        for (var number = 0; number < RECURRING; number++) {
            recurring(demo, begin.plus(WINDOW.multipliedBy(number).dividedBy(RECURRING)));
        }
        assertThat(Instant.now()).as("all are created before the first is due").isBefore(begin);
    }

    /// Once a day, the next time at this second.
    private static void recurring(JobsClient demo, Instant at) {
        var time = at.atOffset(ZoneOffset.UTC);
        demo.data(
                """
                mutation($cron: String!) { syncEnvironmentJob(createJobInput: {
                  jobName: "Load", baseEnvironmentId: "main", targetEnvironmentId: "staging"
                  dryRun: true, cronExpression: $cron }) { recurringJob { id } } }
                """,
                Map.of(
                        "cron",
                        "%s %s %s * * *"
                                .formatted(time.getSecond(), time.getMinute(), time.getHour())));
    }

    private static void waitUntil(Instant time) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !Instant.now().isBefore(time));
    }

    private static List<JsonNode> awaitAll(JobsClient demo) {
        return await("all jobs are over")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> completed(demo), jobs -> jobs.size() >= JOBS + RECURRING);
    }

    private static List<JsonNode> completed(JobsClient demo) {
        var jobs = new ArrayList<JsonNode>();
        for (var offset = 0; offset == jobs.size(); offset += 100) {
            demo.data(
                            """
                            query($offset: Int!) {
                              jobs(filter: {search: "Load", statuses: [COMPLETED]}
                                  sort: [{field: CREATED_AT, direction: ASC}]
                                  offset: $offset, limit: 100) {
                                items { id outcome scheduledTime startedAt tasks { attempt startedAt } }
                              }
                            }
                            """,
                            Map.of("offset", offset))
                    .at("/jobs/items")
                    .forEach(jobs::add);
        }
        return jobs;
    }

    /// Until its first task ran.
    private static Duration lateness(JsonNode job) {
        return Duration.between(
                Instant.parse(job.get("scheduledTime").asString()),
                Instant.parse(job.at("/tasks/0/startedAt").asString()));
    }

    private static List<Integer> runs(JobsClient demo) {
        var runs = new ArrayList<Integer>();
        demo.data(
                        "{ recurringJobs(filter: {search: \"Load\"}) { items { runs { total } } } }",
                        Map.of())
                .at("/recurringJobs/items")
                .forEach(job -> runs.add(job.at("/runs/total").asInt()));
        return runs;
    }
}
