package codex.jobs.embedded.node;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/// Runs another main class and ends this process when its parent is gone, however the parent ended:
/// the parent holds the other end of standard input and never writes to it.
public final class Guard {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private Guard() {}

    /// Runs the class until it ends or the parent does.
    ///
    /// @param arguments the class to run, then its own arguments
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().name("parent-watch").start(Guard::endWithParent);
        Class.forName(arguments[0])
                .getMethod("main", String[].class)
                .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static void endWithParent() {
        awaitEndOfInput();
        Thread.ofPlatform().daemon().name("last-resort").start(Guard::haltAfterGrace);
        System.exit(1);
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // whatever is written here means nothing
            }
        } catch (IOException e) {
            // a broken pipe says the same as a closed one
        }
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
