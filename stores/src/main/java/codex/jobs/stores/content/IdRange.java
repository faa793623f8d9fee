package codex.jobs.stores.content;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;

import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Documents whose id lies behind `after` and not behind `last`.
///
/// @param after null: from the first one on
/// @param last null: up to the last one there is
/// @param size how many there were when the range was cut; 0 if it is open
public record IdRange(@Nullable String after, @Nullable String last, long size) {

    public static IdRange everythingAfter(@Nullable String after) {
        return new IdRange(after, null, 0);
    }

    Bson filter() {
        if (after == null && last == null) {
            return new Document();
        }
        if (last == null) {
            return gt("_id", after);
        }
        return after == null ? lte("_id", last) : and(gt("_id", after), lte("_id", last));
    }
}
