package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An aggregation, parted into a search that indexes can answer and the stages that remain.
record Pipeline(Search search, List<Document> rest) {

    private static final int ABSENT = -1;

    static Pipeline of(List<Document> stages) {
        int at = 0;
        List<Document> matches = new ArrayList<>();
        for (; at < stages.size() && stages.get(at).get("$match") instanceof Document match; at++) {
            matches.add(match);
        }
        Document sort = null;
        if (at < stages.size() && stages.get(at).get("$sort") instanceof Document order) {
            sort = order;
            at++;
        }
        int skip = at < stages.size() ? fitting(stages.get(at).get("$skip")) : ABSENT;
        at += skip == ABSENT ? 0 : 1;
        int limit = at < stages.size() ? fitting(stages.get(at).get("$limit")) : ABSENT;
        at += limit == ABSENT ? 0 : 1;
        return new Pipeline(
                new Search(all(matches), sort, Math.max(0, skip), Math.max(0, limit)),
                stages.subList(at, stages.size()));
    }

    /// The name of the count if the remaining stages only count, as drivers do for
    /// `countDocuments`.
    @Nullable String countName() {
        if (rest.size() != 1
                || !(rest.getFirst().get("$group") instanceof Document group)
                || group.size() != 2) {
            return null;
        }
        Iterator<String> names = group.keySet().iterator();
        if (!names.next().equals("_id")
                || group.get("_id") instanceof String
                || group.get("_id") instanceof Document) {
            return null;
        }
        String name = names.next();
        return group.get(name) instanceof Document sum
                        && sum.size() == 1
                        && sum.get("$sum") instanceof Number one
                        && one.doubleValue() == 1
                ? name
                : null;
    }

    @Nullable Object countId() {
        return ((Document) Objects.requireNonNull(rest.getFirst().get("$group"))).get("_id");
    }

    private static Document all(List<Document> matches) {
        return switch (matches.size()) {
            case 0 -> new Document();
            case 1 -> matches.getFirst();
            default -> new Document("$and", matches);
        };
    }

    private static int fitting(@Nullable Object value) {
        return value instanceof Number number
                        && number.longValue() == number.doubleValue()
                        && number.longValue() == number.intValue()
                        && number.intValue() > 0
                ? number.intValue()
                : ABSENT;
    }
}
