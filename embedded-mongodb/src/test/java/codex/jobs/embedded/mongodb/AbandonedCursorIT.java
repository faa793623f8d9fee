package codex.jobs.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.netty.channel.local.LocalChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedCursorIT {

    @TempDir Path directory;
    private final Channel client = new LocalChannel();

    @Test
    void isForgottenAfterTenMinutes() {
        OrderedBackend backend = new OrderedBackend(Store.open(directory, 4));
        List<Document> three =
                List.of(new Document("_id", 1), new Document("_id", 2), new Document("_id", 3));
        command(backend, "insert", new Document("insert", "c").append("documents", three));
        Document found = command(backend, "find", new Document("find", "c").append("batchSize", 1));
        Document more =
                new Document("getMore", ((Document) found.getOrMissing("cursor")).get("id"))
                        .append("collection", "c")
                        .append("batchSize", 1);

        backend.expire(Instant.now().plus(Duration.ofMinutes(9)));
        assertThat(command(backend, "getMore", more)).containsEntry("ok", 1.0);

        backend.expire(Instant.now().plus(Duration.ofMinutes(11)));
        assertThat(command(backend, "getMore", more)).containsEntry("code", 43);
        backend.close();
    }

    private Document command(OrderedBackend backend, String name, Document command) {
        return backend.handleCommand(client, "d", name, command);
    }
}
