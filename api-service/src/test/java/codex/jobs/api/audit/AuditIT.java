package codex.jobs.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.ApiProperties;
import codex.jobs.api.Client;
import codex.jobs.api.Examples;
import codex.jobs.api.security.Caller;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.data.mongodb.core.MongoTemplate;
import tools.jackson.databind.JsonNode;

class AuditIT {

    @RegisterExtension static final Api api = Api.usual();

    private String organization = "";
    private Client client = new Client("", "", null);
    private Examples examples = new Examples(api, new OrganizationId("nobody"), client);

    @BeforeEach
    void anOrganization() {
        organization = "o" + UUID.randomUUID().toString().substring(0, 8);
        examples = Examples.in(api, organization);
        client = examples.client();
    }

    private Answer log(String arguments) {
        return client.ask(
                """
                { auditLog%s { total items {
                  action outcome code actor { id displayName isApiKey } apiKeyId role address targetId
                  arguments { key value }
                } } }\
                """
                        .formatted(arguments));
    }

    /// Once all of them have said how they ended.
    private List<JsonNode> records(String arguments, int expected) {
        return await().until(
                        () -> log(arguments).data("/auditLog/items").valueStream().toList(),
                        records ->
                                records.size() == expected
                                        && records.stream()
                                                .noneMatch(record ->
                                                        record.at("/outcome")
                                                                .asString()
                                                                .equals("ATTEMPTED")));
    }

    private void cancel(String job) {
        client.ask(
                "mutation { cancelJob(jobId: \"%s\", reason: \"mistake\") { job { id } } }"
                        .formatted(job));
    }

    @Test
    void everyMutationIsRecordedWithWhoAndWhere() {
        var job = examples.aJob();
        cancel(job);

        var records = records("", 2);

        var cancelled = records.getFirst();
        assertThat(cancelled.at("/action").asString()).isEqualTo("cancelJob");
        assertThat(cancelled.at("/outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(cancelled.at("/targetId").asString()).isEqualTo(job);
        assertThat(cancelled.at("/actor/id").asString()).isEqualTo("user-" + organization);
        assertThat(cancelled.at("/apiKeyId").asString()).isEqualTo(organization + "-ADMIN");
        assertThat(cancelled.at("/role").asString()).isEqualTo("ADMIN");
        assertThat(cancelled.at("/address").asString()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(cancelled.at("/arguments").toString())
                .isEqualTo(
                        """
                        [{"key":"jobId","value":"%s"},{"key":"reason","value":"mistake"}]\
                        """
                                .formatted(job));
        var created = records.getLast();
        assertThat(created.at("/action").asString()).isEqualTo("createImportJob");
        assertThat(created.at("/targetId").asString()).isEqualTo(job);
        assertThat(created.at("/arguments").toString())
                .contains("jobName", "Import", "fileKey", "file.json");
    }

    private static Instant expiry(AuditTrail trail, String organization) {
        var environment =
                new Environment(
                        new EnvironmentId("main"),
                        new OrganizationId(organization),
                        new EnvironmentAlias("main"),
                        null,
                        EnvironmentStatus.READY,
                        true,
                        1,
                        null,
                        Instant.EPOCH,
                        null,
                        null);
        var caller =
                new Caller(
                        environment.organization(),
                        environment,
                        Actor.named("u1", false, "u", "U"),
                        Role.ADMIN,
                        "key",
                        null);
        var id = trail.begin(caller, null, "cancelJob", Map.of());
        var stored = api.get(MongoTemplate.class).findById(id, Document.class, "auditLog");
        return Objects.requireNonNull(stored).getDate("expiresAt").toInstant();
    }

    @Test
    void recordsAreKeptAsLongAsTheirOrganizationWants() {
        var time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var settings = Map.of("codex.jobs.api.audit.organizations." + organization, "30d");
        var properties =
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("codex.jobs.api", ApiProperties.class);
        var trail = new AuditTrail(api.get(AuditWrites.class), () -> time, properties);
        var other = "x" + organization;

        assertThat(expiry(trail, organization)).isEqualTo(time.plus(Duration.ofDays(30)));
        assertThat(expiry(trail, other)).isEqualTo(time.plus(Duration.ofDays(400)));
    }

    @Test
    void whatIsRefusedIsRecordedWithItsCode() {
        cancel("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        api.client(organization, Role.VIEWER)
                .ask(
                        "mutation { deleteJob(jobId: \"01ARZ3NDEKTSV4RRFFQ69G5FAV\") { job { id } } }");

        var records = records("(filter: {outcomes: [REFUSED]})", 2);

        assertThat(records)
                .extracting(record -> record.at("/code").asString())
                .containsExactly("AUTH_NOT_AUTHORIZED", "JOB_NOT_FOUND");
        assertThat(records.getFirst().at("/role").asString()).isEqualTo("VIEWER");
    }

    @Test
    void twoKeysOfOneUserAreToldApart() {
        var first = examples.aJob();
        var second = examples.aJob();
        var another = organization + "-laptop";
        cancel(first);
        client = api.client(organization, Role.ADMIN, another);
        cancel(second);

        var records = records("(filter: {actions: [\"cancelJob\"]})", 2);
        var ofOne = records("(filter: {apiKeyId: \"%s\"})".formatted(another), 1);

        assertThat(records)
                .extracting(record -> record.at("/actor/id").asString())
                .containsOnly("user-" + organization);
        assertThat(records)
                .extracting(record -> record.at("/apiKeyId").asString())
                .containsExactly(another, organization + "-ADMIN");
        assertThat(ofOne)
                .extracting(record -> record.at("/targetId").asString())
                .containsExactly(second);
    }

    @Test
    void whatOneRequestAsksForTwiceIsRecordedTwice() {
        var first = examples.aJob();
        var second = examples.aJob();
        client.ask(
                """
                mutation {
                  one: cancelJob(jobId: "%s") { job { id } }
                  two: cancelJob(jobId: "%s") { job { id } }
                }\
                """
                        .formatted(first, second));

        assertThat(records("(filter: {actions: [\"cancelJob\"]})", 2))
                .extracting(record -> record.at("/targetId").asString())
                .containsExactlyInAnyOrder(first, second);
        assertThat(records("(filter: {targetId: \"%s\"})".formatted(first), 2))
                .extracting(record -> record.at("/action").asString())
                .containsExactly("cancelJob", "createImportJob");
    }

    @Test
    void questionsAreNotRecorded() {
        client.ask("{ jobs { total } }");

        assertThat(log("").data("/auditLog/total").asInt()).isZero();
    }

    @Test
    void onlyAdministratorsSeeIt() {
        client = api.client(organization, Role.EDITOR);

        assertThat(log("").codes()).containsExactly("AUTH_NOT_AUTHORIZED");
    }

    @Test
    void othersAreNotSeen() {
        examples.aJob();
        records("", 1);
        client = api.organization("o" + UUID.randomUUID().toString().substring(0, 8));

        assertThat(
                        log("(filter: {actorId: \"user-%s\"})".formatted(organization))
                                .data("/auditLog/total")
                                .asInt())
                .isZero();
    }

    @Test
    void forwardedAddressIsNotBelievedUnasked() {
        var body =
                Client.JSON.writeValueAsString(
                        Map.of(
                                "query",
                                "mutation { cancelJob(jobId: \"NOBODY\") { job { id } } }"));
        client.send(body, "Content-Type", "application/json", "X-Forwarded-For", "203.0.113.9");

        assertThat(records("", 1).getFirst().at("/address").asString()).isNotEqualTo("203.0.113.9");
    }
}
