package codex.jobs.stores.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.data.mongodb.core.MongoTemplate;

/// A document at which somebody must look at a time.
public record WakeUp(String id, Instant at) {

    /// Of what nobody wants, so much is passed over for each one that is wanted.
    private static final int LOOKED_AT_FOR_EACH = 20;

    private static final int PAGE = 1_000;

    /// Those up to a time, longest overdue first, that are wanted. Read in the order of the index,
    /// and only as far as needed.
    ///
    /// @param most this many are enough
    public static List<WakeUp> until(
            MongoTemplate mongo,
            String collection,
            Instant time,
            int most,
            Predicate<String> wanted) {
        return Driver.call(
                mongo,
                collection,
                stored -> {
                    var found = new ArrayList<WakeUp>();
                    var documents =
                            stored.find(Filters.lte("wakeAt", time))
                                    .sort(Sorts.ascending("wakeAt"))
                                    .projection(Projections.include("wakeAt"))
                                    .limit(most * LOOKED_AT_FOR_EACH)
                                    .batchSize(Math.min(most, PAGE));
                    try (var cursor = documents.cursor()) {
                        while (found.size() < most && cursor.hasNext()) {
                            var document = cursor.next();
                            var id = document.getString("_id");
                            if (wanted.test(id)) {
                                found.add(new WakeUp(id, document.getDate("wakeAt").toInstant()));
                            }
                        }
                    }
                    return found;
                });
    }
}
