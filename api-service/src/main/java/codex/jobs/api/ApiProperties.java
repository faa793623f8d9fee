package codex.jobs.api;

import codex.jobs.model.tenant.OrganizationId;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Limits of this service.
///
/// @param credentialsKeptFor how long a token or environment that was looked up is believed; a
///   revoked key works this much longer
/// @param resultUrlValidity of the addresses in a job's result; at most 7 days
@ConfigurationProperties("codex.jobs.api")
public record ApiProperties(
        @DefaultValue("5s") Duration credentialsKeptFor,
        @DefaultValue("1h") Duration resultUrlValidity,
        @DefaultValue Requests requests,
        @DefaultValue Imports imports,
        @DefaultValue Uploads uploads,
        @DefaultValue Subscriptions subscriptions,
        @DefaultValue Audit audit) {

    /// What one request may ask.
    ///
    /// @param maxBody of a request or WebSocket message
    /// @param maxTokens words and signs of a document
    /// @param maxDepth fields inside fields
    /// @param maxComplexity fields that may be answered, lists counted with their limit
    /// @param maxAliases of a document
    /// @param introspection whether the schema may be asked for
    /// @param timeout for the whole answer
    /// @param keptDocuments parsed and checked documents kept for their next use; 0 keeps none
    public record Requests(
            @DefaultValue("256KB") DataSize maxBody,
            @DefaultValue("5000") int maxTokens,
            @DefaultValue("15") int maxDepth,
            @DefaultValue("20000") int maxComplexity,
            @DefaultValue("50") int maxAliases,
            @DefaultValue("true") boolean introspection,
            @DefaultValue("30s") Duration timeout,
            @DefaultValue("500") int keptDocuments) {}

    /// What an import may be.
    ///
    /// @param maxFileSize of a file to import
    /// @param scheduledAtMost how far ahead a job may be planned
    public record Imports(
            @DefaultValue("5GB") DataSize maxFileSize,
            @DefaultValue("365d") Duration scheduledAtMost) {}

    /// What an upload may be.
    ///
    /// @param maxSize of a file
    /// @param partSize smallest size of a part, unless the file would have more than 10,000; at
    ///   least 5 MB
    /// @param urlValidity how long parts can be sent; at most 7 days
    /// @param abortedAfter when an unfinished upload is dropped, after its beginning
    /// @param organizations when those of single organizations instead, by their ids
    /// @param sweepEvery how often dropped ones are looked for
    public record Uploads(
            @DefaultValue("5GB") DataSize maxSize,
            @DefaultValue("8MB") DataSize partSize,
            @DefaultValue("12h") Duration urlValidity,
            @DefaultValue("24h") Duration abortedAfter,
            @DefaultValue Map<String, Duration> organizations,
            @DefaultValue("10m") Duration sweepEvery) {

        public Uploads {
            organizations = Map.copyOf(organizations);
            if (!arePositive(abortedAfter, organizations)) {
                throw new IllegalArgumentException("Uploads are given some time");
            }
        }

        public Duration abortedAfter(OrganizationId organization) {
            return organizations.getOrDefault(organization.value(), abortedAfter);
        }
    }

    /// What is kept about who has asked for which change.
    ///
    /// @param keptFor then the database forgets it
    /// @param organizations the same of single organizations instead, by their ids
    /// @param proxies of the operator's own between clients and this service, each of which adds an
    ///   address to `X-Forwarded-For`; 0: the header is not looked at
    public record Audit(
            @DefaultValue("400d") Duration keptFor,
            @DefaultValue Map<String, Duration> organizations,
            @DefaultValue("0") int proxies) {

        public Audit {
            organizations = Map.copyOf(organizations);
            if (!arePositive(keptFor, organizations) || proxies < 0) {
                throw new IllegalArgumentException(
                        "Records are kept for a time, and proxies are counted");
            }
        }

        public Duration keptFor(OrganizationId organization) {
            return organizations.getOrDefault(organization.value(), keptFor);
        }
    }

    /// How much may be watched.
    ///
    /// @param perOrganization subscriptions open at once on this instance
    /// @param perConnection subscriptions open at once on one WebSocket connection
    /// @param buffer updates that may wait for a slow subscriber before it is disconnected
    /// @param logBuffer log lines that may wait, likewise
    /// @param refreshEvery how often watched jobs are looked up even without news
    public record Subscriptions(
            @DefaultValue("100") int perOrganization,
            @DefaultValue("20") int perConnection,
            @DefaultValue("1000") int buffer,
            @DefaultValue("10000") int logBuffer,
            @DefaultValue("5s") Duration refreshEvery) {}

    private static boolean arePositive(Duration usual, Map<String, Duration> organizations) {
        return Stream.concat(Stream.of(usual), organizations.values().stream())
                .allMatch(Duration::isPositive);
    }
}
