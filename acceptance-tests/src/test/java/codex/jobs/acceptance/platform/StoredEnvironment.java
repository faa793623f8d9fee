package codex.jobs.acceptance.platform;

import codex.jobs.acceptance.client.SearchIndex;
import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/// What the stores have of an environment of the demo organization, seen past the services.
public final class StoredEnvironment implements AutoCloseable {

    private final MongoClient mongo;
    private final String controlPlane;
    private final URI opensearch;
    private final String id;

    public StoredEnvironment(RunningPlatform platform, String id) {
        var database = new ConnectionString(platform.variable("CODEX_JOBS_MONGODB_URI"));
        this.mongo = MongoClients.create(database);
        this.controlPlane = Objects.requireNonNull(database.getDatabase());
        this.opensearch = URI.create(platform.variable("CODEX_JOBS_OPENSEARCH_URI"));
        this.id = id;
    }

    /// The names of its collections, of all generations.
    public List<String> collections() {
        return StreamSupport.stream(
                        mongo.getDatabase("org_demo").listCollectionNames().spliterator(), false)
                .filter(name -> name.startsWith(id + "."))
                .toList();
    }

    /// The names of its indices, of all generations.
    public List<String> indices() {
        return SearchIndex.names(opensearch, "demo." + id + ".*");
    }

    /// Whether it is listed anywhere, be it as one that is deleted.
    public boolean isListed() {
        return mongo.getDatabase(controlPlane)
                        .getCollection("environments")
                        .countDocuments(Filters.eq("_id", "demo/" + id))
                > 0;
    }

    @Override
    public void close() {
        mongo.close();
    }
}
