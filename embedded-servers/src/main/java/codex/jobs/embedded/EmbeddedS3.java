package codex.jobs.embedded;

import codex.jobs.embedded.node.S3Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An S3-compatible store over a directory. It checks signatures; its key pair is no secret, since
/// only this machine can reach it.
public final class EmbeddedS3 extends EmbeddedServer {

    public static final String REGION = "us-east-1";
    public static final String ACCESS_KEY = "embedded";
    public static final String SECRET_KEY = "embedded-secret";

    private final Path buckets;

    public EmbeddedS3(Path place, int port) {
        super("s3", place, port);
        this.buckets = place.resolve("s3");
    }

    /// The endpoint; buckets are addressed by path.
    @Override
    public String address() {
        return "http://127.0.0.1:" + port();
    }

    /// Makes sure that the bucket exists.
    public void createBucket(String name) {
        try {
            Files.createDirectories(buckets.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Class<?> mainClass() {
        return S3Node.class;
    }

    @Override
    List<String> moreArguments() {
        return List.of(ACCESS_KEY, SECRET_KEY);
    }

    @Override
    List<String> jvmOptions() {
        return List.of("-Xmx192m", "-XX:+UseSerialGC");
    }
}
