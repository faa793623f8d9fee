package codex.jobs.stores;

import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.blobs.S3Clients;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.mongo.Converters;
import codex.jobs.stores.mongo.Indexes;
import codex.jobs.stores.news.EffectPublisher;
import codex.jobs.stores.news.KafkaProvisioning;
import codex.jobs.stores.news.LogPublisher;
import codex.jobs.stores.sessions.SessionStore;
import codex.jobs.stores.tenants.ApiKeyStore;
import codex.jobs.stores.tenants.EnvironmentLocks;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.OrganizationStore;
import codex.jobs.stores.uploads.UploadStore;
import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
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

/// Everything a service needs of the stores, from [StoresProperties]: a service imports this. The
/// MongoDB client itself, its metrics and its health are Spring Boot's.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoresProperties.class)
@Import({
    ApiKeyStore.class,
    BlobStore.class,
    EffectPublisher.class,
    EnvironmentLocks.class,
    EnvironmentStore.class,
    Indexes.class,
    JobLogStore.class,
    JobStore.class,
    KafkaProvisioning.class,
    LogPublisher.class,
    MultipartUploads.class,
    OrganizationStore.class,
    SessionStore.class,
    UploadStore.class
})
public class StoresConfiguration {

    private static final String DATABASE = "codex-jobs";

    @Bean
    MongoConnectionDetails mongoConnectionDetails(StoresProperties properties) {
        var connection = new ConnectionString(properties.mongodb().uri());
        return () -> connection;
    }

    @Bean
    MongoClientSettingsBuilderCustomizer mongoTimeouts(StoresProperties properties) {
        var mongodb = properties.mongodb();
        return client ->
                client.applyToClusterSettings(cluster ->
                                cluster.serverSelectionTimeout(
                                        mongodb.serverSelectionTimeout().toMillis(),
                                        TimeUnit.MILLISECONDS))
                        .applyToSocketSettings(socket ->
                                socket.connectTimeout(
                                                mongodb.connectTimeout().toMillis(),
                                                TimeUnit.MILLISECONDS)
                                        .readTimeout(
                                                mongodb.readTimeout().toMillis(),
                                                TimeUnit.MILLISECONDS))
                        .applyToConnectionPoolSettings(pool ->
                                pool.maxWaitTime(
                                        mongodb.readTimeout().toMillis(), TimeUnit.MILLISECONDS));
    }

    @Bean
    MongoDatabaseFactory mongoDatabaseFactory(MongoClient client, MongoConnectionDetails details) {
        var named = details.getConnectionString().getDatabase();
        return new SimpleMongoClientDatabaseFactory(
                client, Objects.requireNonNullElse(named, DATABASE));
    }

    @Bean
    MongoCustomConversions mongoCustomConversions() {
        return Converters.conversions();
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
