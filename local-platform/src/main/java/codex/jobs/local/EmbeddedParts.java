package codex.jobs.local;

import codex.jobs.embedded.EmbeddedKafka;
import codex.jobs.embedded.EmbeddedMongo;
import codex.jobs.embedded.EmbeddedS3;
import codex.jobs.embedded.EmbeddedSearch;
import codex.jobs.embedded.EmbeddedServer;
import codex.jobs.embedded.Setting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The four stores and brokers of a platform, all on free ports.
final class EmbeddedParts implements AutoCloseable {

    private static final String DATABASE = "codex-jobs";
    private static final String BUCKET = "codex-jobs";

    private final EmbeddedKafka kafka;
    private final EmbeddedMongo mongo;
    private final EmbeddedS3 s3;
    private final EmbeddedSearch search;

    EmbeddedParts(Path dataDir) {
        kafka = new EmbeddedKafka(dataDir, 0);
        mongo = new EmbeddedMongo(dataDir, 0);
        s3 = new EmbeddedS3(dataDir, 0);
        search = new EmbeddedSearch(dataDir, 0);
    }

    /// Starts all of them at the same time.
    ///
    /// @throws CannotStart with the last lines of the log of the one that does not
    void start() {
        InParallel.each(all(), EmbeddedParts::start);
        s3.createBucket(BUCKET);
    }

    /// In the order in which they are stopped.
    List<EmbeddedServer> all() {
        return List.of(kafka, search, s3, mongo);
    }

    /// What a service needs to reach them.
    Map<Setting, String> settings() {
        var settings = new EnumMap<Setting, String>(Setting.class);
        settings.put(Setting.MONGODB_URI, mongo.address() + "/" + DATABASE);
        settings.put(Setting.KAFKA_BOOTSTRAP_SERVERS, kafka.address());
        settings.put(Setting.S3_ENDPOINT, s3.address());
        settings.put(Setting.S3_REGION, EmbeddedS3.REGION);
        settings.put(Setting.S3_BUCKET, BUCKET);
        settings.put(Setting.S3_ACCESS_KEY, EmbeddedS3.ACCESS_KEY);
        settings.put(Setting.S3_SECRET_KEY, EmbeddedS3.SECRET_KEY);
        settings.put(Setting.OPENSEARCH_URI, search.address());
        return settings;
    }

    @Override
    public void close() {
        InParallel.each(List.of(kafka, search), EmbeddedServer::stop);
        InParallel.each(List.of(s3, mongo), EmbeddedServer::stop);
    }

    private static void start(EmbeddedServer server) {
        try {
            server.start();
        } catch (IllegalStateException e) {
            throw new CannotStart(String.valueOf(e.getMessage()));
        }
    }
}
