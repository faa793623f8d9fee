package codex.jobs.stores.mongo;

import com.mongodb.client.MongoCollection;
import java.util.Objects;
import java.util.function.Function;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Calls the driver itself, where the template knows no word for what we mean.
public final class Driver {

    private Driver() {}

    /// What the call answers, which is never null; failures are Spring's `DataAccessException`s.
    public static <T> T call(
            MongoTemplate mongo, String collection, Function<MongoCollection<Document>, T> call) {
        return Objects.requireNonNull(mongo.execute(collection, call::apply));
    }
}
