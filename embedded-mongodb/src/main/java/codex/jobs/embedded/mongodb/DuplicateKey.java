package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// E11000, with the fields and values that MongoDB reports beside the message.
final class DuplicateKey extends DuplicateKeyError {

    private static final long serialVersionUID = 1L;

    private final transient Document pattern;
    private final transient Document value;

    DuplicateKey(
            String collection,
            String index,
            Document pattern,
            Map<String, @Nullable Object> values) {
        super(collection, index + " dup key: " + describe(values));
        this.pattern = pattern;
        this.value = new Document(values);
    }

    /// Adds `keyPattern` and `keyValue` to an error document.
    void describeIn(Document error) {
        error.put("keyPattern", pattern);
        error.put("keyValue", value);
    }

    private static String describe(Map<String, @Nullable Object> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + Json.toCompactJsonValue(entry.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }
}
