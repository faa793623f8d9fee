package codex.jobs.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Specification 1.1.
class AuthenticationIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final String QUERY = "{ environments { alias } }";

    private static Client client;

    @BeforeAll
    static void organizations() {
        client = api.organization("auth");
        api.environment("auth", "staging", EnvironmentStatus.READY);
        api.environment("auth", "leaving", EnvironmentStatus.DELETING);
        api.organization("auth-other");
        api.environment("auth-other", "secret", EnvironmentStatus.READY);
    }

    private static String environmentOf(Answer answer) {
        return answer.data("/jobs/total").toString();
    }

    @Test
    void withoutAValidTokenTheAnswerIs401() {
        for (var token : new String[] {null, "wrong", "", "x".repeat(2_000)}) {
            var answer = client.withToken(token).ask(QUERY);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.codes()).containsExactly("AUTH_NOT_AUTHENTICATED");
            assertThat(answer.json().path("data").isMissingNode()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth", "main", "staging", "STAGING"})
    void thePathNamesTheOrganizationOrOneOfItsEnvironments(String path) {
        assertThat(client.at(path).ask(QUERY).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"auth-other", "secret", "nobody", "leaving", "%2e%2e", "a%00b", "auth/x/.."})
    void everyOtherPathIsNotFoundWhetherItExistsOrNot(String path) {
        var answer = client.at(path).ask(QUERY);

        assertThat(answer.status()).isIn(404, 400);
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("auth-other");
    }

    @Test
    void whatExistsElsewhereIsAnsweredLikeWhatDoesNotExist() {
        assertThat(client.at("auth-other").ask(QUERY)).isEqualTo(client.at("nobody").ask(QUERY));
    }

    @Test
    void theHeaderNamesTheEnvironment() {
        assertThat(
                        client.send(
                                        "{\"query\":\"" + QUERY + "\"}",
                                        "X-Codex-Environment",
                                        "staging")
                                .status())
                .isEqualTo(200);
        assertThat(
                        client.send(
                                        "{\"query\":\"" + QUERY + "\"}",
                                        "X-Codex-Environment",
                                        "env-staging")
                                .status())
                .isEqualTo(200);
        assertThat(
                        client.send(
                                        "{\"query\":\"" + QUERY + "\"}",
                                        "X-Codex-Environment",
                                        "secret")
                                .status())
                .isEqualTo(404);
    }

    @Test
    void aViewerReadsButDoesNotWrite() {
        var viewer = api.client("auth", Role.VIEWER);

        assertThat(viewer.ask("{ jobs { total } }").errors()).isEmpty();
        assertThat(environmentOf(viewer.ask("{ jobs { total } }"))).isEqualTo("0");
        for (var mutation :
                new String[] {
                    "initFileUpload(initFileUploadInput: {name: \"a\", size: 1}) { key }",
                    "abortFileUpload(uploadId: \"a\", key: \"b\") { success }",
                    "createImportJob(createJobInput: {jobName: \"a\", jobType: IMPORT_ENTRIES})"
                            + " { id }",
                    "completeMultiPartUpload(completeMultipartUploadInput:"
                            + " {uploadId: \"a\", key: \"b\", multiPartUploads: []}) { success }"
                }) {
            assertThat(viewer.ask("mutation { " + mutation + " }").codes())
                    .as(mutation)
                    .containsExactly("AUTH_NOT_AUTHORIZED");
        }
    }

    @Test
    void environmentsAreThoseOfTheOrganizationThatAreNotLeaving() {
        var answer = client.ask("{ environments { id alias status isDefault createdAt } }");

        assertThat(answer.data("/environments").valueStream().map(e -> e.path("alias").asString()))
                .containsExactly("main", "staging");
        assertThat(
                        client.ask("{ environment(alias: \"staging\") { id } }")
                                .data("/environment/id")
                                .asString())
                .isEqualTo("env-staging");
        assertThat(
                        client.ask("{ environment(alias: \"leaving\") { id } }")
                                .data("/environment")
                                .isNull())
                .isTrue();
        assertThat(client.ask("{ environment { id } }").codes()).containsExactly("BAD_USER_INPUT");
    }
}
