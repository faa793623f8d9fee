package codex.jobs.stores.blobs;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What a failure of the object store means.
public final class BlobFailure {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private BlobFailure() {}

    /// Whether the same may succeed later; empty if it is no failure of the object store.
    public static Optional<Boolean> passes(Throwable failure) {
        return switch (failure) {
            case AwsServiceException e -> Optional.of(passes(e));
            case SdkException _ -> Optional.of(true);
            case BlobReadFailed _ -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    private static boolean passes(AwsServiceException failure) {
        var status = failure.statusCode();
        return failure.isThrottlingException()
                || failure.isClockSkewException()
                || status < 400
                || status >= 500
                || status == REQUEST_TIMEOUT
                || status == TOO_MANY_REQUESTS
                || (failure.awsErrorDetails() != null
                        && "RequestTimeout".equals(failure.awsErrorDetails().errorCode()));
    }
}
