package codex.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoIT {

    @TempDir Path place;

    @Test
    void keepsItsDataAndPortWhenKilled() {
        try (var server = new EmbeddedMongo(place, 0)) {
            server.start();
            var port = server.port();
            try (var client = MongoClients.create(server.address())) {
                jobs(client).insertOne(new Document("_id", "j1"));
                server.process().kill();

                server.start();

                assertThat(jobs(client).find().first()).isEqualTo(new Document("_id", "j1"));
                assertThat(server.port()).isEqualTo(port);
            }
        }
    }

    private static MongoCollection<Document> jobs(com.mongodb.client.MongoClient client) {
        return client.getDatabase("test").getCollection("jobs");
    }
}
