package codex.jobs.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Api;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Settings that differ from the usual ones, and stores that are away.
class NarrowLimitsIT {

    /// Takes connections and says nothing.
    private static final ServerSocket SILENT = silent();

    @RegisterExtension
    static final Api api =
            Api.with(
                    Map.of(
                            "codex.jobs.api.requests.introspection",
                            "false",
                            "codex.jobs.api.requests.timeout",
                            "500ms",
                            "codex.jobs.s3.endpoint",
                            "http://localhost:" + SILENT.getLocalPort()));

    private static ServerSocket silent() {
        try {
            return new ServerSocket(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() throws IOException {
        SILENT.close();
    }

    @Test
    void introspectionCanBeSwitchedOff() {
        var client = api.organization("narrow");

        assertThat(client.ask("{ __type(name: \"Job\") { name } }").codes())
                .containsExactly("HC0046");
        assertThat(client.ask("{ environments { __typename alias } }").errors()).isEmpty();
    }

    @Test
    void anAnswerThatTakesTooLongIsGivenUp() {
        api.environment("slow", "main", EnvironmentStatus.READY);
        var client = api.client("slow", Role.EDITOR);
        var answer =
                client.ask(
                        """
                        mutation { createImportJob(createJobInput: {
                          jobName: "Import" fileKey: "file.json" jobType: IMPORT_ENTRIES
                        }) { id } }\
                        """);

        assertThat(answer.codes()).containsExactly("HC0045");
    }
}
