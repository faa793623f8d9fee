package codex.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// Starts a platform and stops it again, so that its processes keep their classes for the starts
/// that somebody waits for.
public final class Rehearsal {

    private Rehearsal() {}

    /// Exits with 1 if the platform cannot start.
    public static void main(String[] arguments) throws InterruptedException {
        try {
            var place = Files.createTempDirectory("codex-jobs-rehearsal");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Demo.delete(place), "clean-up"));
            Platform.start(new Options(0, place, 1, 1), _ -> {}).close();
        } catch (CannotStart e) {
            Console.complain(e);
            System.exit(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
