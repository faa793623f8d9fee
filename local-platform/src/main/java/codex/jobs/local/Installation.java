package codex.jobs.local;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Where the build put everything: this module's jar lies in `lib`, the services beside it in
/// `services`, each in a directory of its own.
final class Installation {

    private Installation() {}

    static Path service(Service service) {
        var directory = home().resolve("services").resolve(service.label() + "-service");
        var jar = directory.resolve(service.jar());
        if (Files.notExists(jar)) {
            throw new CannotStart(jar + " is missing. Build it with ./mvnw -DskipTests package.");
        }
        return jar;
    }

    private static Path home() {
        var source = Installation.class.getProtectionDomain().getCodeSource();
        try {
            var here = Path.of(Objects.requireNonNull(source).getLocation().toURI());
            // target/platform/lib/local-platform.jar, or target/classes
            return Files.isDirectory(here)
                    ? here.resolveSibling("platform")
                    : here.resolve("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
