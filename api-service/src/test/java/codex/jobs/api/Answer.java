package codex.jobs.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What came back.
public record Answer(int status, String contentType, String body) {

    public JsonNode json() {
        return Client.JSON.readTree(body);
    }

    /// The value of a field, named by a JSON pointer below `data`, of an answer without errors.
    public JsonNode data(String pointer) {
        assertThat(json().path("errors").isMissingNode()).as(body).isTrue();
        return json().at("/data" + pointer);
    }

    public List<JsonNode> errors() {
        return json().path("errors").valueStream().toList();
    }

    public List<String> codes() {
        return errors().stream().map(error -> error.at("/extensions/code").asString()).toList();
    }

    /// Each error as `CODE argument`.
    public List<String> refusals() {
        return errors().stream()
                .map(error ->
                        error.at("/extensions/code").asString()
                                + " "
                                + error.at("/extensions/argument").asString())
                .toList();
    }
}
