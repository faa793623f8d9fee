package codex.jobs.stores;

import codex.jobs.model.tenant.OrganizationId;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Addresses of the stores, limits on talking to them, and how long is kept what several services
/// must agree on. What may hold a secret is left out of every `toString`.
///
/// @param logs lines of logs; 30 days
/// @param trash what deletes have deleted; 30 days
/// @param replaced content that a sync has replaced; 7 days
/// @param deleted environments that were deleted; 24 hours, 0: they cannot be brought back
/// @param dead tasks that used up their attempts; 90 days
/// @param deliveries what webhooks were told; 30 days. What could not be told by then is given up
@ConfigurationProperties("codex.jobs")
public record StoresProperties(
        @DefaultValue Mongodb mongodb,
        @DefaultValue Kafka kafka,
        @DefaultValue S3 s3,
        @DefaultValue Opensearch opensearch,
        @DefaultValue Kept logs,
        @DefaultValue Kept trash,
        @DefaultValue Kept replaced,
        @DefaultValue Kept deleted,
        @DefaultValue Kept dead,
        @DefaultValue Kept deliveries) {

    /// The control plane and the content.
    ///
    /// @param uri connection string; its database is the control plane's, else `codex-jobs`
    /// @param serverSelectionTimeout how long a call waits for a server before it fails
    /// @param connectTimeout for one connection
    /// @param readTimeout for one answer; longer than the slowest query
    public record Mongodb(
            @DefaultValue("mongodb://localhost:27017/codex-jobs") String uri,
            @DefaultValue("5s") Duration serverSelectionTimeout,
            @DefaultValue("3s") Duration connectTimeout,
            @DefaultValue("30s") Duration readTimeout) {

        @Override
        public String toString() {
            return "Mongodb[]";
        }
    }

    /// The brokers, and how our topics are created.
    ///
    /// @param bootstrapServers `host:port`, comma separated
    /// @param eventPartitions partitions of `job-events`, at least 1; bounds the schedulers that
    ///   share the work
    /// @param logPartitions partitions of `job-task-logs`, at least 1
    /// @param taskPartitions partitions of each task topic, at least 1; share groups do not need
    ///   many
    /// @param replicationFactor of new topics; 0 means the broker's default
    /// @param blockAtMost how long publishing news may hold its caller, when no broker is known
    /// @param deliveryTimeout after which an unacknowledged message counts as lost
    public record Kafka(
            @DefaultValue("localhost:9092") String bootstrapServers,
            @DefaultValue("3") int eventPartitions,
            @DefaultValue("3") int logPartitions,
            @DefaultValue("1") int taskPartitions,
            @DefaultValue("0") short replicationFactor,
            @DefaultValue("500ms") Duration blockAtMost,
            @DefaultValue("10s") Duration deliveryTimeout) {}

    /// The object store.
    ///
    /// @param endpoint where the services reach the store
    /// @param publicEndpoint where clients reach it, for presigned addresses; null means the same
    /// @param connectTimeout for one connection
    /// @param socketTimeout for silence on a connection
    public record S3(
            @DefaultValue("http://localhost:9000") URI endpoint,
            @Nullable URI publicEndpoint,
            @DefaultValue("us-east-1") String region,
            @DefaultValue("codex-jobs") String bucket,
            @DefaultValue("") String accessKey,
            @DefaultValue("") String secretKey,
            @DefaultValue("3s") Duration connectTimeout,
            @DefaultValue("30s") Duration socketTimeout) {

        @Override
        public String toString() {
            return "S3[endpoint=%s, bucket=%s]".formatted(endpoint, bucket);
        }
    }

    /// The search engine.
    ///
    /// @param connectTimeout for one connection
    /// @param socketTimeout for one answer
    public record Opensearch(
            @DefaultValue("http://localhost:9200") URI uri,
            @DefaultValue("3s") Duration connectTimeout,
            @DefaultValue("60s") Duration socketTimeout) {

        @Override
        public String toString() {
            return "Opensearch[]";
        }
    }

    /// For how long something is kept.
    ///
    /// @param retention of all organizations; null: what is usual
    /// @param organizations of single organizations instead, by their ids
    public record Kept(
            @Nullable Duration retention, @DefaultValue Map<String, Duration> organizations) {

        public Kept {
            organizations = Map.copyOf(organizations);
            if (Stream.concat(Stream.ofNullable(retention), organizations.values().stream())
                    .anyMatch(Duration::isNegative)) {
                throw new IllegalArgumentException("Nothing can be kept for less than no time");
            }
        }

        private Kept orUsually(Duration usual) {
            return retention == null ? new Kept(usual, organizations) : this;
        }

        public Duration of(OrganizationId organization) {
            var own = organizations.get(organization.value());
            return own == null ? Objects.requireNonNull(retention) : own;
        }
    }

    public StoresProperties {
        logs = logs.orUsually(Duration.ofDays(30));
        trash = trash.orUsually(Duration.ofDays(30));
        replaced = replaced.orUsually(Duration.ofDays(7));
        deleted = deleted.orUsually(Duration.ofDays(1));
        dead = dead.orUsually(Duration.ofDays(90));
        deliveries = deliveries.orUsually(Duration.ofDays(30));
    }
}
