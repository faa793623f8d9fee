package codex.jobs.acceptance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.acceptance.client.WebhookReceiver.Received;
import codex.jobs.acceptance.platform.RunningPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The program on the page about webhooks, as it stands there, accepts a delivery, and nothing that
/// was changed on its way.
public final class SignedAsDocumented {

    private SignedAsDocumented() {}

    /// Runs it twice.
    ///
    /// @param folder for the program
    public static void with(String secret, Received received, Path folder) {
        var program = program(folder);
        var forged =
                new Received(
                        received.id(),
                        received.timestamp(),
                        received.signature(),
                        received.body() + " ");

        assertThat(said(program, secret, received)).isEqualTo("genuine");
        assertThat(said(program, secret, forged)).isEqualTo("forged");
    }

    private static Path program(Path folder) {
        try {
            var page = Files.readString(RunningPlatform.project().resolve("docs/webhooks.md"));
            var code = page.substring(page.indexOf("```java\n") + "```java\n".length());
            return Files.writeString(
                    folder.resolve("Verify.java"), code.substring(0, code.indexOf("```")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String said(Path program, String secret, Received received) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        try {
            var process =
                    new ProcessBuilder(
                                    java.toString(),
                                    "-XX:TieredStopAtLevel=1",
                                    program.toString(),
                                    secret,
                                    received.id(),
                                    received.timestamp(),
                                    received.signature())
                            .redirectErrorStream(true)
                            .start();
            try (var input = process.getOutputStream()) {
                input.write(received.body().getBytes(StandardCharsets.UTF_8));
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
