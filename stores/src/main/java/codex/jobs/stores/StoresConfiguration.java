package codex.jobs.stores;

import codex.jobs.stores.audit.AuditStore;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.blobs.S3Clients;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.AssetReferences;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.content.ContentDatabases;
import codex.jobs.stores.content.ContentIndexes;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.stores.content.SiteBuilds;
import codex.jobs.stores.dead.DeadTaskStore;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.stores.files.UnusedBlobStore;
import codex.jobs.stores.jobs.JobQueues;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.jobs.RemovedJobs;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.mongo.CommandTags;
import codex.jobs.stores.mongo.Converters;
import codex.jobs.stores.mongo.Indexes;
import codex.jobs.stores.mongo.MongoClients;
import codex.jobs.stores.news.EffectPublisher;
import codex.jobs.stores.news.KafkaProvisioning;
import codex.jobs.stores.news.LogPublisher;
import codex.jobs.stores.recurring.RecurringJobStore;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.sessions.SessionStore;
import codex.jobs.stores.tenants.ApiKeyStore;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentLocks;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.LimitProperties;
import codex.jobs.stores.tenants.LimitStore;
import codex.jobs.stores.tenants.OrganizationStore;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.stores.uploads.UploadStore;
import codex.jobs.stores.webhooks.DeliveryStore;
import codex.jobs.stores.webhooks.WebhookStore;
import com.mongodb.client.MongoClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.data.mongodb.core.convert.MappingMongoConverter;
import org.springframework.data.mongodb.core.convert.MongoCustomConversions;
import org.springframework.data.mongodb.core.mapping.MongoMappingContext;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Everything a service needs of the stores, from [StoresProperties]: a service imports this.
/// Metrics and health of MongoDB, and the mapping context, are Spring Boot's.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LimitProperties.class, StoresProperties.class})
@Import({
    ApiKeyStore.class,
    AssetReferences.class,
    AuditStore.class,
    BlobStore.class,
    ChunkLedger.class,
    ContentDatabases.class,
    DeliveryStore.class,
    ContentCopies.class,
    ContentIndexes.class,
    ContentReader.class,
    ContentWriter.class,
    DeadTaskStore.class,
    EffectPublisher.class,
    EntryReader.class,
    EnvironmentBuilds.class,
    EnvironmentLocks.class,
    EnvironmentStore.class,
    IndexBuilds.class,
    IndexWriter.class,
    Indexes.class,
    JobLogStore.class,
    JobQueues.class,
    JobStore.class,
    KafkaProvisioning.class,
    KeptFileStore.class,
    LimitStore.class,
    LogPublisher.class,
    MultipartUploads.class,
    OrganizationStore.class,
    RemovedJobs.class,
    RecurringJobStore.class,
    RetiredContent.class,
    SessionStore.class,
    SiteBuilds.class,
    UnusedBlobStore.class,
    UploadStore.class,
    WebhookStore.class
})
public class StoresConfiguration {

    @Bean
    MongoClient mongoClient(
            StoresProperties properties,
            ObjectProvider<MongoClientSettingsBuilderCustomizer> customizers) {
        return MongoClients.client(properties.mongodb(), customizers.orderedStream().toList());
    }

    @Bean
    MongoDatabaseFactory mongoDatabaseFactory(MongoClient client, StoresProperties properties) {
        return new SimpleMongoClientDatabaseFactory(
                client, MongoClients.database(properties.mongodb()));
    }

    @Bean
    MongoCustomConversions mongoCustomConversions() {
        return Converters.conversions();
    }

    @Bean
    CommandTags mongoCommandTags() {
        return new CommandTags();
    }

    @Bean
    MappingMongoConverter mappingMongoConverter(
            MongoMappingContext context, MongoCustomConversions conversions) {
        return Converters.converter(context, conversions);
    }

    @Bean
    S3Client s3Client(StoresProperties properties) {
        return S3Clients.client(properties.s3());
    }

    @Bean
    S3Presigner s3Presigner(StoresProperties properties) {
        return S3Clients.presigner(properties.s3());
    }
}
