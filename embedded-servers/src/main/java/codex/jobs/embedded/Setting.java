package codex.jobs.embedded;

import java.util.Locale;

/// Every address and credential that a service needs, by its property name.
public enum Setting {
    MONGODB_URI("codex.jobs.mongodb.uri", Part.MONGODB),
    KAFKA_BOOTSTRAP_SERVERS("codex.jobs.kafka.bootstrap-servers", Part.KAFKA),
    S3_ENDPOINT("codex.jobs.s3.endpoint", Part.S3),
    S3_REGION("codex.jobs.s3.region", Part.S3),
    S3_BUCKET("codex.jobs.s3.bucket", Part.S3),
    S3_ACCESS_KEY("codex.jobs.s3.access-key", Part.S3),
    S3_SECRET_KEY("codex.jobs.s3.secret-key", Part.S3),
    OPENSEARCH_URI("codex.jobs.opensearch.uri", Part.OPENSEARCH);

    private final String property;
    private final Part part;

    Setting(String property, Part part) {
        this.property = property;
        this.part = part;
    }

    /// The name in a Spring environment.
    public String property() {
        return property;
    }

    /// The name as an environment variable.
    public String variable() {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    Part part() {
        return part;
    }
}
