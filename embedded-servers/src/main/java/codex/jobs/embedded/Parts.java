package codex.jobs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The jars of the parts. They are a directory and not dependencies, so that the Jackson, Netty and
/// Log4j of a broker or a search node never meet those of a service or its tests.
final class Parts {

    private Parts() {}

    /// The directory `parts` beside this module's classes or jar (`target/parts`), or beside the
    /// directory that holds the jar (`lib/embedded-servers.jar` and `parts`).
    static List<Path> jars() {
        var home = CodeSource.of(Parts.class);
        var directory =
                Stream.of(home.resolveSibling("parts"), home.resolve("../../parts").normalize())
                        .filter(Files::isDirectory)
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "The jars of the embedded parts are missing beside "
                                                + home
                                                + ": build with ./mvnw package"));
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
