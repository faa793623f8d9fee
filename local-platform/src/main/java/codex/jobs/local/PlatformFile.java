package codex.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `platform.env`: how an outside client reaches a running platform. It exists exactly while the
/// platform is ready, and can be sourced by a shell.
final class PlatformFile {

    private final Path path;

    PlatformFile(Path dataDir) {
        path = dataDir.resolve("platform.env");
    }

    void write(Map<String, String> variables) {
        var text =
                new TreeMap<>(variables)
                        .entrySet().stream()
                                .map(variable -> variable.getKey() + "=" + variable.getValue())
                                .collect(Collectors.joining("\n", "", "\n"));
        var unfinished = path.resolveSibling("platform.env.part");
        try {
            Files.writeString(unfinished, text);
            Files.move(
                    unfinished,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }
}
