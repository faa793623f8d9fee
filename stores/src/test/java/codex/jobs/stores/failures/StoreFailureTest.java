package codex.jobs.stores.failures;

import static codex.jobs.stores.failures.StoreFailure.Store.DATABASE;
import static codex.jobs.stores.failures.StoreFailure.Store.OBJECT_STORE;
import static codex.jobs.stores.failures.StoreFailure.Store.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import java.io.IOException;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaximumSizeExceededException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opensearch.client.opensearch._types.ErrorCause;
import org.opensearch.client.opensearch._types.ErrorResponse;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.mongodb.UncategorizedMongoDbException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class StoreFailureTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new MongoTimeoutException("no server"), DATABASE, true),
                Arguments.of(new DataAccessResourceFailureException("away"), DATABASE, true),
                Arguments.of(command(91), DATABASE, true),
                Arguments.of(command(2), DATABASE, false),
                Arguments.of(wrapped(command(10334)), DATABASE, false),
                Arguments.of(new BsonMaximumSizeExceededException("16 MB"), DATABASE, false),
                Arguments.of(SdkClientException.create("refused"), OBJECT_STORE, true),
                Arguments.of(s3(503), OBJECT_STORE, true),
                Arguments.of(s3(429), OBJECT_STORE, true),
                Arguments.of(s3(403), OBJECT_STORE, false),
                Arguments.of(
                        NoSuchKeyException.builder().statusCode(404).build(), OBJECT_STORE, false),
                Arguments.of(search(429), SEARCH, true),
                Arguments.of(search(503), SEARCH, true),
                Arguments.of(search(400), SEARCH, false));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void storeThatIsAwayIsAskedAgainAndOneThatRefusesIsNot(
            Throwable failure, StoreFailure.Store store, boolean passes) {
        assertThat(StoreFailure.of(failure)).contains(new StoreFailure(store, passes));
        assertThat(StoreFailure.of(new IllegalStateException("wrapped", failure)))
                .contains(new StoreFailure(store, passes));
    }

    @Test
    void othersAreNoFailuresOfStores() {
        assertThat(StoreFailure.of(new IOException("disk"))).isEmpty();
    }

    private static MongoCommandException command(int code) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code)),
                new ServerAddress());
    }

    private static Throwable wrapped(MongoCommandException failure) {
        return new UncategorizedMongoDbException("wrapped", failure);
    }

    private static Throwable s3(int status) {
        return S3Exception.builder().statusCode(status).build();
    }

    private static Throwable search(int status) {
        return new OpenSearchException(
                ErrorResponse.of(response ->
                        response.status(status)
                                .error(
                                        ErrorCause.of(
                                                cause -> cause.type("any").reason("because")))));
    }
}
