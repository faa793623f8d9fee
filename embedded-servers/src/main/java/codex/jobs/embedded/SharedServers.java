package codex.jobs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The embedded parts of this JVM's tests: each is started by the first test that needs it and ends
/// with the JVM, together with its data.
final class SharedServers {

    static final SharedServers INSTANCE = new SharedServers();

    private final Map<Part, CompletableFuture<EmbeddedServer>> started = new EnumMap<>(Part.class);
    private final Path place;

    private SharedServers() {
        try {
            place = Files.createTempDirectory("codex-jobs-tests");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "embedded-servers-shutdown"));
    }

    /// Starts the part in the background, unless it runs already.
    synchronized CompletableFuture<EmbeddedServer> start(Part part) {
        return started.computeIfAbsent(
                part, _ -> CompletableFuture.supplyAsync(() -> started(newServer(part))));
    }

    EmbeddedServer running(Part part) {
        return start(part).join();
    }

    private EmbeddedServer newServer(Part part) {
        return switch (part) {
            case KAFKA -> new EmbeddedKafka(place, 0);
            case MONGODB -> new EmbeddedMongo(place, 0);
            case S3 -> new EmbeddedS3(place, 0);
            case OPENSEARCH -> new EmbeddedSearch(place, 0);
        };
    }

    private static EmbeddedServer started(EmbeddedServer server) {
        server.start();
        return server;
    }

    private synchronized void end() {
        for (var server : started.values()) {
            if (server.isDone() && !server.isCompletedExceptionally()) {
                server.join().process().kill();
            }
        }
        try (var files = Files.walk(place)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // temporary files that stay behind do no harm
        }
    }
}
