package codex.jobs.worker.handlers.assets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchDirectoryTest {

    @TempDir private Path parent;

    @Test
    void leavesNothingBehind() throws IOException {
        try (var directory = FetchDirectory.open(parent)) {
            Files.writeString(directory.file(), "half an image");
            assertThat(parent).isNotEmptyDirectory();
        }

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void leavesWhatAnotherProcessUsesUntilThatIsKilled() throws Exception {
        var other = otherProcess();
        try (var output = other.inputReader()) {
            var used = Path.of(output.readLine());

            FetchDirectory.open(parent).close();
            assertThat(used).exists();

            other.destroyForcibly().waitFor();
            FetchDirectory.open(parent).close();
            assertThat(parent).isEmptyDirectory();
        } finally {
            other.destroyForcibly();
        }
    }

    private Process otherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Has a file, says where, and does not end by itself.
    @SuppressWarnings("SystemOut")
    static final class Other {

        private Other() {}

        public static void main(String[] arguments) throws Exception {
            try (var directory = FetchDirectory.open(Path.of(arguments[0]))) {
                System.out.println(directory.file());
                Thread.currentThread().join();
            }
        }
    }
}
