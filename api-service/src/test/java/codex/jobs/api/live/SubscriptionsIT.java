package codex.jobs.api.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.api.Examples;
import codex.jobs.api.limits.Limited;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.news.LogPublisher;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class SubscriptionsIT {

    @RegisterExtension static final Api api = Api.usual();

    private static Examples ours;
    private static Examples theirs;

    @BeforeAll
    static void twoOrganizations() {
        ours = Examples.in(api, "watching");
        theirs = Examples.in(api, "watched-not");
        Awaitility.await()
                .until(() ->
                        api.get(JobFeed.class).isReading() && api.get(LogFeed.class).isReading());
    }

    private static void publish(List<LogLine> lines) {
        api.get(LogPublisher.class).publish(lines).join();
    }

    @Test
    void jobUpdatedTellsTheStateThenEachChangeAndEndsWithTheJob() {
        var job = ours.aJob();
        try (var socket = Socket.open(ours.client()).acknowledged()) {
            socket.subscribe("a", "subscription { jobUpdated(jobId: \"" + job + "\") { status } }");
            assertThat(socket.received("next", "a", 1).getFirst().at("/data/jobUpdated/status"))
                    .hasToString("\"PENDING\"");

            ours.step(job, new JobEvent.LocksGranted());
            assertThat(socket.received("next", "a", 2).get(1).at("/data/jobUpdated/status"))
                    .hasToString("\"ACTIVE\"");

            ours.step(job, new JobEvent.CancelRequested(ours.stored(job).createdBy()));
            var last = socket.received("next", "a", 3).getLast();
            assertThat(last.at("/data/jobUpdated/status")).hasToString("\"FAILED\"");
            assertThat(socket.received("complete", "a", 1)).hasSize(1);
        }
    }

    @Test
    void jobUpdatedTellsWhyTheJobWaits() {
        var holder = ours.aJob();
        var job = ours.aJob();
        try (var socket = Socket.open(ours.client()).acknowledged()) {
            socket.subscribe(
                    "a",
                    "subscription { jobUpdated(jobId: \""
                            + job
                            + "\") { waiting { reason heldBy environment { alias } } } }");
            socket.received("next", "a", 1);

            ours.step(
                    job,
                    new JobEvent.LockRefused(new EnvironmentId("env-main"), new JobId(holder)));

            assertThat(socket.received("next", "a", 2).get(1).at("/data/jobUpdated/waiting"))
                    .hasToString(
                            "{\"reason\":\"LOCKED\",\"heldBy\":\"%s\",\"environment\":{\"alias\":\"main\"}}"
                                    .formatted(holder));
        }
    }

    @Test
    void operationsOverAConnectionAreRequestsToo() {
        Limited.set(api, "watching-slowly", "requestsPerSecond", 5);
        var slowly = api.organization("watching-slowly");
        try (var socket = Socket.open(slowly).acknowledged()) {
            for (var number = 0; number < 12; number++) {
                socket.subscribe("s" + number, "{ environments { alias } }");
            }
            var answers = new ArrayList<JsonNode>();
            for (var number = 0; number < 12; number++) {
                answers.addAll(socket.received("next", "s" + number, 1));
            }

            var refused = answers.stream().filter(answer -> answer.has("errors")).toList();

            assertThat(refused).isNotEmpty().hasSizeLessThan(12);
            assertThat(refused)
                    .allSatisfy(answer -> {
                        var extensions = answer.at("/errors/0/extensions");
                        assertThat(extensions.path("code").asString()).isEqualTo("RATE_LIMITED");
                        assertThat(extensions.path("retryAfterSeconds").asInt()).isEqualTo(1);
                    });
        }
    }

    @Test
    void withoutAnIdEveryJobOfTheOrganizationAndNoOtherIsTold() {
        try (var socket = Socket.open(ours.client()).acknowledged()) {
            socket.subscribe("a", "subscription { jobUpdated { id } }");
            socket.subscribe(
                    "ready", "subscription { jobUpdated(jobId: \"" + ours.aJob() + "\") { id } }");
            socket.received("next", "ready", 1);

            theirs.aJob();
            var job = ours.aJob();

            Awaitility.await()
                    .until(() ->
                            socket.received("next", "a", 1).stream()
                                    .anyMatch(told ->
                                            told.at("/data/jobUpdated/id").asString().equals(job)));
            assertThat(socket.received("next", "a", 1))
                    .allMatch(told ->
                            ours.client()
                                    .ask(
                                            "{ job(id: \""
                                                    + told.at("/data/jobUpdated/id").asString()
                                                    + "\") { id } }")
                                    .data("/job")
                                    .isObject());
        }
    }

    @Test
    void linesFromTheStartAreNeitherMissedNorDoubled() {
        var job = ours.aJob();
        var lines =
                IntStream.range(0, 2_000).mapToObj(n -> ours.line(job, n, LogType.INFO)).toList();
        api.get(JobLogStore.class).insertAll(lines.subList(0, 900));
        publish(lines.subList(800, 1_200));
        try (var socket = Socket.open(ours.client()).acknowledged()) {
            socket.subscribe(
                    "a",
                    "subscription { jobTaskLogs(jobId: \""
                            + job
                            + "\", fromStart: true) { message jobId itemIndex } }");
            publish(lines.subList(1_100, 2_000));

            var told = socket.received("next", "a", 2_000);

            assertThat(told).hasSize(2_000);
            assertThat(told.stream().map(line -> line.at("/data/jobTaskLogs/itemIndex").asInt()))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 2_000).boxed().toList());
        }
    }

    @Test
    void onlyLinesOfTheTypesAskedForAreTold() {
        var job = ours.aJob();
        try (var socket = Socket.open(ours.client()).acknowledged()) {
            socket.subscribe(
                    "a",
                    "subscription { jobTaskLogs(jobId: \""
                            + job
                            + "\", types: [ERROR], fromStart: true) { type code path } }");
            publish(List.of(ours.line(job, 1, LogType.INFO), ours.line(job, 2, LogType.ERROR)));

            var line = socket.received("next", "a", 1).getFirst().at("/data/jobTaskLogs");

            assertThat(line.at("/type").asString()).isEqualTo("ERROR");
            assertThat(line.at("/path").asString()).isEqualTo("/content/title");
        }
    }

    @Test
    void anotherOrganizationsJobIsNotFound() {
        var job = theirs.aJob();
        try (var socket = Socket.open(ours.client()).acknowledged()) {
            for (var field : List.of("jobUpdated", "jobTaskLogs")) {
                socket.subscribe(
                        field, "subscription { " + field + "(jobId: \"" + job + "\") { id } }");

                var answer = socket.received("error", field, 1).getFirst();

                assertThat(answer.at("/0/extensions/code").asString()).isEqualTo("JOB_NOT_FOUND");
            }
        }
    }

    @Test
    void aConnectionWithoutAValidTokenIsClosedAsUnauthorized() {
        assertThat(closedWith(ours.client().withToken("wrong"))).isEqualTo(4401);
        assertThat(closedWith(ours.client().withToken(null))).isEqualTo(4401);
        assertThat(closedWith(ours.client().at("watched-not"))).isEqualTo(4401);
    }

    /// About one connection in 300 is closed by the web server without a close frame, which a
    /// client sees as 1006: closed, but without a reason.
    private static int closedWith(Client client) {
        var status = 1006;
        for (var tries = 0; tries < 5 && status == 1006; tries++) {
            try (var socket = Socket.open(client)) {
                status = socket.closedWith();
            }
        }
        return status;
    }

    @Test
    void aConnectionHasAtMostItsNumberOfSubscriptions() {
        var job = ours.aJob();
        try (var socket = Socket.open(ours.client()).acknowledged()) {
            for (var number = 0; number < 20; number++) {
                socket.subscribe(
                        "s" + number, "subscription { jobUpdated(jobId: \"" + job + "\") { id } }");
                socket.received("next", "s" + number, 1);
            }
            socket.subscribe("more", "subscription { jobUpdated { id } }");

            var error = socket.received("error", "more", 1).getFirst();

            assertThat(error.at("/0/extensions/code").asString()).isEqualTo("QUOTA_EXCEEDED");
        }
    }

    @Test
    void theSameOverServerSentEvents() throws Exception {
        var job = ours.aJob();
        var lines = events("subscription { jobUpdated(jobId: \"" + job + "\") { status } }");

        assertThat(lines.readLine()).isEqualTo("event:next");
        assertThat(lines.readLine())
                .isEqualTo("data:{\"data\":{\"jobUpdated\":{\"status\":\"PENDING\"}}}");
        ours.step(job, new JobEvent.CancelRequested(ours.stored(job).createdBy()));
        assertThat(lines.lines().filter(line -> !line.isEmpty() && !line.startsWith(":")))
                .containsExactly(
                        "event:next",
                        "data:{\"data\":{\"jobUpdated\":{\"status\":\"DELETED\"}}}",
                        "event:complete",
                        "data:");
    }

    @Test
    void errorsComeOverServerSentEventsToo() throws Exception {
        var lines = events("subscription { jobUpdated(jobId: \"" + theirs.aJob() + "\") { id } }");

        assertThat(lines.lines().toList().toString()).contains("JOB_NOT_FOUND");
    }

    @Test
    void aSubscriptionWithoutAStreamIsRefused() {
        assertThat(ours.client().ask("subscription { jobUpdated { id } }").codes())
                .containsExactly("HC0009");
    }

    private static BufferedReader events(String document) throws Exception {
        var body = Client.JSON.writeValueAsString(Map.of("query", document));
        var request =
                ours.client()
                        .request("Accept", "text/event-stream")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), UTF_8));
    }

    @Test
    void recurringJobUpdatedTellsEachChangeAndEndsWithItsDeletion() {
        var client = ours.client();
        api.environment("watching", "recurring-target", EnvironmentStatus.READY);
        var id =
                client.ask(
                                """
                                mutation { syncEnvironmentJob(createJobInput: {
                                  jobName: "Nightly", cronExpression: "0 3 * * *"
                                  baseEnvironmentId: "env-main"
                                  targetEnvironmentId: "env-recurring-target" }) {
                                    recurringJob { id } } }
                                """)
                        .data("/syncEnvironmentJob/recurringJob/id")
                        .asString();
        try (var socket = Socket.open(client).acknowledged()) {
            socket.subscribe(
                    "a",
                    "subscription { recurringJobUpdated(recurringJobId: \"%s\") { status } }"
                            .formatted(id));
            socket.received("next", "a", 1);

            client.ask(
                    "mutation { toggleRecurringJobStatus(toggleRecurringJobInput: {recurringJobId:"
                            + " \"%s\", pause: true}) { success } }".formatted(id));
            socket.received("next", "a", 2);
            client.ask(
                    "mutation { deleteRecurringJob(deleteRecurringJobInput: {recurringJobId:"
                            + " \"%s\"}) { success } }".formatted(id));

            assertThat(socket.received("next", "a", 3))
                    .extracting(told -> told.at("/data/recurringJobUpdated/status").asString())
                    .containsExactly("SCHEDULED", "PAUSED", "DELETED");
            assertThat(socket.received("complete", "a", 1)).hasSize(1);
        }
    }
}
