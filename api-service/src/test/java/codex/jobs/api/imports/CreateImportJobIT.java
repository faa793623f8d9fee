package codex.jobs.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CreateImportJobIT {

    @RegisterExtension static final Api api = Api.usual();

    private static final String MUTATION =
            """
            mutation($input: CreateImportJobInput!) {
              createImportJob(createJobInput: $input) {
                id name type fileKey status
                tasks { id consoleAppName displayName status type runAt order attempt }
                createdAt updatedAt createdBy updatedBy
              }
            }\
            """;

    private static Client client;

    @BeforeAll
    static void aFile() {
        client = api.organization("imports");
        api.get(BlobStore.class)
                .put(
                        new BlobKey(new OrganizationId("imports"), "assets/file.json"),
                        "[]".getBytes(UTF_8),
                        "application/json");
    }

    private static Answer create(Object... input) {
        var fields = new java.util.LinkedHashMap<String, Object>();
        fields.put("jobName", "Import");
        fields.put("fileKey", "assets/file.json");
        fields.put("jobType", "IMPORT_ENTRIES");
        for (var index = 0; index < input.length; index += 2) {
            fields.put((String) input[index], input[index + 1]);
        }
        return client.ask(MUTATION, Map.of("input", fields));
    }

    @Test
    void answersTheJobWithAllItsTasksPlanned() {
        var job = create().data("/createImportJob");

        assertThat(job.at("/id").asString()).matches("[A-Z0-9]{26}");
        assertThat(job.at("/status").asString()).isEqualTo("PENDING");
        assertThat(job.at("/tasks").valueStream().map(task -> task.at("/type").asString()))
                .containsExactly(
                        "PROCESS_ENTRIES", "REINDEX_ENTRIES", "REINDEX_URLS", "REINDEX_TAGS");
        assertThat(job.at("/createdAt").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(job.at("/tasks/0/runAt")).isEqualTo(job.at("/createdAt"));
        assertThat(job.at("/tasks/1/runAt").isNull()).isTrue();
        assertThat(job.at("/createdBy").asString()).isEqualTo("user-imports");
        assertThat(job.at("/updatedAt").isNull()).isTrue();
    }
}
