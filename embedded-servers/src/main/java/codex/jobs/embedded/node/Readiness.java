package codex.jobs.embedded.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// How a part tells its parent that it serves: a file with its port, complete once it exists.
final class Readiness {

    private Readiness() {}

    static void announce(Path file, int port) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(unfinished, Integer.toString(port));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
