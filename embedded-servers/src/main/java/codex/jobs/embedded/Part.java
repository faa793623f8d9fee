package codex.jobs.embedded;

/// The real parts that the services talk to.
public enum Part {
    KAFKA,
    MONGODB,
    S3,
    OPENSEARCH
}
