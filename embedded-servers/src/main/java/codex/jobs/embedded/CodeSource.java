package codex.jobs.embedded;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/// Where a class was loaded from: a jar, or a directory of classes.
final class CodeSource {

    private CodeSource() {}

    static Path of(Class<?> type) {
        var source = Objects.requireNonNull(type.getProtectionDomain().getCodeSource());
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
