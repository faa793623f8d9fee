package codex.jobs.embedded.node;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// An S3-compatible store that keeps objects as files: a bucket is a directory. Signatures are
/// checked on every request.
public final class S3Node {

    private S3Node() {}

    /// Starts it.
    ///
    /// @param arguments data directory, port (0 for a free one), readiness file, access key, secret
    ///   key
    public static void main(String[] arguments) throws Exception {
        var data = Files.createDirectories(Path.of(arguments[0]));
        var server =
                S3Proxy.builder()
                        .blobStore(new FilesystemNio2BlobStore(data.toString()))
                        .awsAuthentication(
                                AuthenticationType.AWS_V2_OR_V4, arguments[3], arguments[4])
                        .endpoint(URI.create("http://127.0.0.1:" + arguments[1]))
                        .build();
        server.start();
        Readiness.announce(Path.of(arguments[2]), server.getPort());
    }
}
