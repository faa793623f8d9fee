package codex.jobs.local;

import java.nio.file.Path;
import java.time.Duration;

/// `codex-jobs up`: keeps a platform running until it is told to stop.
public final class Up {

    private static final Options DEFAULTS =
            new Options(8080, Path.of(System.getProperty("codex.jobs.home", ""), "data"), 1, 1);

    private Up() {}

    /// Runs until Ctrl-C or another request to end; exits with 1 if it cannot start.
    public static void main(String[] arguments) throws InterruptedException {
        try {
            var begun = System.nanoTime();
            var platform = Platform.start(Options.parse(DEFAULTS, arguments), Console::say);
            closeAtExit(platform);
            var took = Duration.ofNanos(System.nanoTime() - begun);
            Console.say("Ready after " + took.toSeconds() + " s");
            Console.say(Welcome.text(platform));
        } catch (CannotStart e) {
            Console.complain(e);
            System.exit(1);
        }
        Thread.currentThread().join();
    }

    private static void closeAtExit(Platform platform) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    Console.say(platform.farewell());
                                    platform.close();
                                },
                                "shutdown"));
    }
}
