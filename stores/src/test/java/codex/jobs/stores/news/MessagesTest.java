package codex.jobs.stores.news;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.message.JobNews;
import codex.jobs.model.message.TaskCommand;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Any;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    @Test
    void everyMessageComesBackAsItWas() throws Undecodable {
        var seed = System.nanoTime();
        var any = new Any(seed);

        for (int i = 0; i < 500; i++) {
            var news = any.of(JobNews.class);
            var command = any.of(TaskCommand.class);
            var line = any.of(LogLine.class);
            assertThat(Messages.decodeJobNews(Messages.encode(news)))
                    .as("seed %d", seed)
                    .isEqualTo(news);
            assertThat(Messages.decodeTaskCommand(Messages.encode(command)))
                    .as("seed %d", seed)
                    .isEqualTo(command);
            assertThat(Messages.decodeLogLine(Messages.encode(line)))
                    .as("seed %d", seed)
                    .isEqualTo(line);
        }
    }

    @Test
    void messageIsPlainJsonUnderTheModelsNames() {
        var command =
                new TaskCommand(
                        new OrganizationId("acme"), new JobId("job1"), new TaskId("job1-2"), 3);

        assertThat(new String(Messages.encode(command), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"organization":"acme","job":"job1","task":"job1-2","attempt":3}\
                        """);
    }

    @Test
    void unknownFieldsOfALaterVersionAreIgnored() throws Undecodable {
        var news =
                """
                {"organization":"acme","job":"job1","version":2,"kind":"CHANGED","more":{"a":[1]}}\
                """;

        assertThat(Messages.decodeJobNews(bytes(news)))
                .isEqualTo(
                        new JobNews(
                                new OrganizationId("acme"),
                                new JobId("job1"),
                                2,
                                JobNews.Kind.CHANGED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{}",
                "\u0000\u0001",
                "{\"organization\":\"acme\",\"job\":\"job1\",\"version\":2}",
                "{\"organization\":null,\"job\":\"job1\",\"version\":2,\"kind\":\"CHANGED\"}",
                "{\"organization\":\"../x\",\"job\":\"job1\",\"version\":2,\"kind\":\"CHANGED\"}",
                "{\"organization\":\"acme\",\"job\":[],\"version\":2,\"kind\":\"CHANGED\"}",
                "{\"organization\":\"acme\",\"job\":\"job1\",\"version\":null,\"kind\":\"CHANGED\"}",
                "{\"organization\":\"acme\",\"job\":\"job1\",\"version\":\"x\",\"kind\":\"CHANGED\"}",
                "{\"organization\":\"acme\",\"job\":\"job1\",\"version\":2,\"kind\":\"NEWER\"}",
                "{\"organization\":\"acme\",\"job\":\"job1\",\"version\":2,\"kind\":\"CHANGED\"} x"
            })
    void anythingElseIsUndecodable(String message) {
        assertThatExceptionOfType(Undecodable.class)
                .isThrownBy(() -> Messages.decodeJobNews(bytes(message)));
    }

    @Test
    void missingMessageIsUndecodable() {
        assertThatExceptionOfType(Undecodable.class)
                .isThrownBy(() -> Messages.decodeTaskCommand(null));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
