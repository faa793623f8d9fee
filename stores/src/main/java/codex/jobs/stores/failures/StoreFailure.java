package codex.jobs.stores.failures;

import codex.jobs.stores.blobs.BlobFailure;
import codex.jobs.stores.search.SearchFailure;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.bulk.BulkWriteError;
import java.util.Optional;
import java.util.Set;
import org.bson.BSONException;
import org.bson.BsonMaximumSizeExceededException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/// Which store has failed, and whether the same may succeed later: a store that is away, busy or
/// changing its leader is worth another try, one that refuses what it was asked is not.
///
/// @param passes whether it may succeed later; so also where nobody can tell
public record StoreFailure(Store store, boolean passes) {

    public enum Store {
        DATABASE,
        OBJECT_STORE,
        SEARCH
    }

    private static final int DEEPEST = 20;

    /// BadValue, FailedToParse, Unauthorized, TypeMismatch, AuthenticationFailed,
    /// DocumentValidationFailure, and documents or index keys that are too large.
    private static final Set<Integer> REFUSALS =
            Set.of(2, 9, 13, 14, 18, 121, 10334, 17280, 17419, 17420);

    /// Empty if no store has anything to do with it.
    public static Optional<StoreFailure> of(Throwable failure) {
        StoreFailure found = null;
        Throwable cause = failure;
        for (var depth = 0; cause != null && depth < DEEPEST; depth++) {
            var known = ofOne(cause);
            // The driver's own exception says more than the one that is wrapped around it.
            if (known != null && (found == null || !known.passes())) {
                found = known;
            }
            cause = cause.getCause();
        }
        return Optional.ofNullable(found);
    }

    private static @Nullable StoreFailure ofOne(Throwable cause) {
        return switch (cause) {
            case BsonMaximumSizeExceededException _ -> new StoreFailure(Store.DATABASE, false);
            case MongoSecurityException _ -> new StoreFailure(Store.DATABASE, false);
            case MongoBulkWriteException e ->
                    new StoreFailure(
                            Store.DATABASE,
                            e.getWriteErrors().stream()
                                    .map(BulkWriteError::getCode)
                                    .noneMatch(REFUSALS::contains));
            case MongoException e ->
                    new StoreFailure(Store.DATABASE, !REFUSALS.contains(e.getCode()));
            case BSONException _ -> new StoreFailure(Store.DATABASE, false);
            case DataAccessException _ -> new StoreFailure(Store.DATABASE, true);
            default ->
                    BlobFailure.passes(cause)
                            .map(passes -> new StoreFailure(Store.OBJECT_STORE, passes))
                            .or(() ->
                                    SearchFailure.passes(cause)
                                            .map(passes -> new StoreFailure(Store.SEARCH, passes)))
                            .orElse(null);
        };
    }
}
