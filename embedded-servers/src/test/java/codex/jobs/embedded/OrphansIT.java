package codex.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.mongodb.OrderedMongoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansIT {

    @TempDir Path place;

    @Test
    void everyPartEndsWhenItsParentIsKilled() throws Exception {
        var parent = ChildJvm.start(parent());
        var pids = place.resolve("pids");
        await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(pids));
        var children =
                Files.readAllLines(pids).stream()
                        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                        .toList();
        assertThat(children).hasSize(4).allMatch(ProcessHandle::isAlive);

        parent.kill();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    }

    private ChildJvm.Program parent() {
        return new ChildJvm.Program(
                List.of("-Xmx64m"),
                List.of(CodeSource.of(OrphansIT.class), CodeSource.of(OrderedMongoServer.class)),
                Parent.class.getName(),
                List.of(place.toString()),
                Map.of(),
                place.resolve("parent.log"));
    }

    /// Starts every part and says which processes they are.
    public static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            var place = Path.of(arguments[0]);
            var servers =
                    Stream.of(
                                    new EmbeddedKafka(place, 0),
                                    new EmbeddedMongo(place, 0),
                                    new EmbeddedS3(place, 0),
                                    new EmbeddedSearch(place, 0))
                            .peek(EmbeddedServer::start)
                            .toList();
            var pids =
                    servers.stream()
                            .map(server -> Long.toString(server.process().pid()))
                            .collect(Collectors.joining("\n"));
            var unfinished = Files.writeString(place.resolve("pids.part"), pids);
            Files.move(unfinished, place.resolve("pids"));
            Thread.currentThread().join();
        }
    }
}
