package codex.jobs.api.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Specification 2.4: shape, codes and status of errors; and the limits on a request.
class TransportIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final String STRICT = "application/graphql-response+json";

    private static Client client;

    @BeforeAll
    static void anOrganization() {
        client = api.organization("transport");
    }

    private static String body(String document) {
        return Client.JSON.writeValueAsString(Map.of("query", document));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ jobs { | HC0011",
                "{ nothing } | HC0009",
                "{ jobs(limit: \"1\") { total } } | HC0009",
                "query($a: Int!) { jobs(limit: $a) { total } } | HC0018",
                "query A { jobs { total } } query B { jobs { total } } | HC0009"
            })
    void aRequestThatCannotRunIs200ForLegacyClientsAnd400ForOthers(String document, String code) {
        var legacy = client.send(body(document), "Accept", "application/json");
        var strict = client.send(body(document), "Accept", STRICT);

        assertThat(legacy.status()).isEqualTo(200);
        assertThat(legacy.codes()).containsExactly(code);
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.contentType()).startsWith(STRICT);
        assertThat(strict.codes()).containsExactly(code);
        assertThat(legacy.body()).doesNotContain("classification");
    }

    @Test
    void errorsOfFieldsAre200AndTellWhere() {
        var answer = client.send(body("{ job(id: \"not/an/id\") { id } }"), "Accept", STRICT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/data/job").isNull()).isTrue();
        assertThat(answer.errors().getFirst())
                .hasToString(
                        "{\"message\":\"Not a job id.\",\"locations\":[{\"line\":1,\"column\":3}],"
                                + "\"path\":[\"job\"],\"extensions\":{\"code\":\"BAD_USER_INPUT\","
                                + "\"argument\":\"id\",\"retryable\":false}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "[{\"query\": \"{ jobs { total } }\"}]", "\"x\"", ""})
    void whatIsNoRequestIs400(String body) {
        var answer = client.send(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.codes()).containsExactly("HC0009");
    }

    @Test
    void aRequestWithoutAQueryIs400() {
        assertThat(client.send("{\"variables\":{}}").codes()).containsExactly("HC0013");
        assertThat(client.send("{\"variables\":{}}").status()).isEqualTo(400);
    }

    @Test
    void aBodyThatIsTooLargeIs413WhetherItIsAnnouncedOrNot() {
        var tooLarge = body(" ".repeat(300_000));
        var chunked =
                client.request()
                        .POST(
                                BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(tooLarge.getBytes(UTF_8))))
                        .build();

        for (var answer : new Answer[] {client.send(tooLarge), client.send(chunked)}) {
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.codes()).containsExactly("HC0010");
        }
    }

    @Test
    void otherMediaTypesAndMethodsAreRefused() {
        assertThat(client.send("{}", "Content-Type", "text/plain").status()).isEqualTo(415);
        assertThat(client.send(client.request().GET().build()).status()).isEqualTo(405);
    }

    @Test
    void whatIsTooDeepIsRefused() {
        var deep = "{ __schema { types { " + "ofType { ".repeat(13) + "name" + " }".repeat(16);

        assertThat(client.ask(deep).codes()).containsExactly("HC0047");
    }

    @Test
    void whatIsTooComplexIsRefused() {
        var all = "{ jobs(limit: 100) { items { logs(limit: 500) { total } } } }";

        assertThat(client.ask(all).codes()).containsExactly("HC0047");
        assertThat(client.ask(all.replace("500", "100")).errors()).isEmpty();
    }

    @Test
    void tooManyAliasesAreRefused() {
        var aliases =
                IntStream.rangeClosed(1, 51)
                        .mapToObj(n -> "a" + n + ": environments { id }")
                        .collect(Collectors.joining(" "));

        assertThat(client.ask("{ " + aliases + " }").codes()).containsExactly("HC0047");
    }

    @Test
    void tooManyTokensAreRefused() {
        assertThat(client.ask("{ " + "environments { id } ".repeat(1_500) + "}").codes())
                .containsExactly("HC0011");
    }

    @Test
    void theSchemaCanBeAskedFor() {
        assertThat(
                        client.ask("{ __schema { queryType { name } } }")
                                .data("/__schema/queryType/name"))
                .hasToString("\"Query\"");
    }
}
