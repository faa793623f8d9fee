package codex.jobs.stores.mongo;

import codex.jobs.stores.StoresProperties;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.mongodb.autoconfigure.MongoClientFactory;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;

/// The connection to MongoDB: no call waits without end.
public final class MongoClients {

    /// The control plane, where the connection string names no database.
    private static final String DATABASE = "codex-jobs";

    private MongoClients() {}

    /// A client, to be closed by the caller; `customizers` are what Spring Boot adds, as metrics.
    public static MongoClient client(
            StoresProperties.Mongodb mongodb,
            List<MongoClientSettingsBuilderCustomizer> customizers) {
        var settings =
                MongoClientSettings.builder()
                        .applicationName(DATABASE)
                        .applyToClusterSettings(cluster ->
                                cluster.serverSelectionTimeout(
                                        millis(mongodb.serverSelectionTimeout()),
                                        TimeUnit.MILLISECONDS))
                        .applyToSocketSettings(socket ->
                                socket.connectTimeout(
                                                millis(mongodb.connectTimeout()),
                                                TimeUnit.MILLISECONDS)
                                        .readTimeout(
                                                millis(mongodb.readTimeout()),
                                                TimeUnit.MILLISECONDS))
                        .applyToConnectionPoolSettings(pool ->
                                pool.maxWaitTime(
                                        millis(mongodb.readTimeout()), TimeUnit.MILLISECONDS))
                        // Last: what the connection string says has the final word.
                        .applyConnectionString(new ConnectionString(mongodb.uri()))
                        .build();
        return new MongoClientFactory(customizers).createMongoClient(settings);
    }

    public static String database(StoresProperties.Mongodb mongodb) {
        return Objects.requireNonNullElse(
                new ConnectionString(mongodb.uri()).getDatabase(), DATABASE);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
