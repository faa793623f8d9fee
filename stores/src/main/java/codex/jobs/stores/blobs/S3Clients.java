package codex.jobs.stores.blobs;

import codex.jobs.stores.StoresProperties;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// How we speak to S3 and what is compatible with it.
public final class S3Clients {

    private static final int MAX_CONNECTIONS = 128;

    private S3Clients() {}

    /// Buckets in the path and no checksum trailers: every compatible store understands that.
    public static S3Client client(StoresProperties.S3 s3) {
        return S3Client.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.of(s3.region()))
                .credentialsProvider(credentials(s3))
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(
                        Apache5HttpClient.builder()
                                .maxConnections(MAX_CONNECTIONS)
                                .connectionTimeout(s3.connectTimeout())
                                .connectionAcquisitionTimeout(s3.socketTimeout())
                                .socketTimeout(s3.socketTimeout()))
                .build();
    }

    /// Signs addresses as clients see them.
    public static S3Presigner presigner(StoresProperties.S3 s3) {
        return S3Presigner.builder()
                .endpointOverride(Objects.requireNonNullElse(s3.publicEndpoint(), s3.endpoint()))
                .region(Region.of(s3.region()))
                .credentialsProvider(credentials(s3))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    /// Without a key of our own, what the surroundings offer: a role, a profile, variables.
    private static AwsCredentialsProvider credentials(StoresProperties.S3 s3) {
        return s3.accessKey().isEmpty()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(s3.accessKey(), s3.secretKey()));
    }
}
