package codex.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class EmbeddedS3IT {

    @TempDir Path place;

    @Test
    void keepsObjectsOverARestart() {
        try (var server = new EmbeddedS3(place, 0)) {
            server.start();
            server.createBucket("files");
            try (var client = client(server, EmbeddedS3.SECRET_KEY)) {
                client.putObject(
                        put -> put.bucket("files").key("a/b.txt"), RequestBody.fromString("hello"));
                server.stop();

                server.start();

                assertThat(
                                client.getObjectAsBytes(get -> get.bucket("files").key("a/b.txt"))
                                        .asUtf8String())
                        .isEqualTo("hello");
            }
        }
    }

    @Test
    void refusesAWrongSignature() {
        try (var server = new EmbeddedS3(place, 0)) {
            server.start();
            server.createBucket("files");
            try (var client = client(server, "another secret")) {
                assertThatThrownBy(() -> client.listObjectsV2(list -> list.bucket("files")))
                        .isInstanceOfSatisfying(
                                S3Exception.class,
                                refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
            }
        }
    }

    private static S3Client client(EmbeddedS3 server, String secretKey) {
        var credentials = AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, secretKey);
        return S3Client.builder()
                .endpointOverride(URI.create(server.address()))
                .region(Region.of(EmbeddedS3.REGION))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }
}
