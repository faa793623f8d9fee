package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Chooses the index that leads to the fewest documents: equal fields first, then a range, then the
/// order. The sizes of ranges are known exactly, since the maps count their keys.
final class Planner {

    private static final int MOST_RANGES = 1_000;
    private static final int COUNTED_RANGES = 64;

    /// So many documents may be held to be sorted while another index has them in order: each is
    /// decoded, and all of them are there at once.
    private static final int MOST_SORTED = 4_000;

    private static final double SORTING = 0.5;
    private static final double SORTING_TOO_MANY = 1_000;

    private final Conditions conditions;
    private final List<Map.Entry<String, Object>> sort;
    private final long wanted;

    private Planner(Document query, @Nullable Document sort, long wanted) {
        this.conditions = Conditions.of(query);
        this.sort = sort == null ? List.of() : List.copyOf(sort.entrySet());
        this.wanted = wanted;
    }

    /// @param indexes the first one is that of the documents themselves
    /// @param wanted how many documents are needed at most, or 0 for all
    static Plan plan(
            Document query, @Nullable Document sort, long wanted, List<OrderedIndex> indexes) {
        return new Planner(query, sort, wanted).choose(indexes);
    }

    private Plan choose(List<OrderedIndex> indexes) {
        List<Plan> plans = new ArrayList<>();
        for (OrderedIndex index : indexes) {
            Plan plan = candidate(index);
            if (plan == null) {
                continue;
            }
            if (isOneDocument(plan)) {
                return plan;
            }
            plans.add(plan);
        }
        return plans.size() == 1 ? plans.getFirst() : cheapest(plans);
    }

    private boolean isOneDocument(Plan plan) {
        return plan.index().definition().unique()
                && plan.ranges().size() <= 1
                && plan.index().definition().parts().stream()
                        .allMatch(part ->
                                conditions.on(part.path().name()) instanceof Condition.Points points
                                        && points.excludesMissing());
    }

    private Plan cheapest(List<Plan> plans) {
        long[] keys = plans.stream().mapToLong(Planner::estimatedKeys).toArray();
        long matches = LongStream.of(keys).min().orElse(0);
        int best = 0;
        double bestCost = Double.POSITIVE_INFINITY;
        for (int i = 0; i < keys.length; i++) {
            double cost = cost(plans.get(i), keys[i], matches);
            if (cost < bestCost) {
                best = i;
                bestCost = cost;
            }
        }
        return plans.get(best);
    }

    private static long estimatedKeys(Plan plan) {
        List<KeyRange> ranges = plan.ranges();
        if (ranges.size() <= COUNTED_RANGES) {
            return plan.keys();
        }
        long some = 0;
        for (KeyRange range : ranges.subList(0, COUNTED_RANGES)) {
            some += plan.index().entries().count(range);
        }
        return some * ranges.size() / COUNTED_RANGES;
    }

    /// Documents to be read, with a surcharge for the way from an index to its documents and for
    /// sorting.
    private double cost(Plan plan, long keys, long matches) {
        boolean stopsEarly = wanted > 0 && (sort.isEmpty() || plan.sorted());
        double read = keys;
        if (stopsEarly) {
            double perMatch = plan.exact() ? 1 : (double) keys / Math.max(1, matches);
            read = Math.min((double) keys, wanted * perMatch);
        }
        double perDocument = plan.index().entries().holdsDocuments() ? 1 : 1.3;
        // Keys that say everything need no second look, and can be counted alone.
        perDocument += plan.exact() ? 0 : 0.05;
        return read * perDocument + sorting(plan, keys) + plan.ranges().size() * 0.1;
    }

    private double sorting(Plan plan, long keys) {
        if (sort.isEmpty() || plan.sorted()) {
            return 0;
        }
        long held = wanted > 0 ? Math.min(wanted, keys) : keys;
        return keys * (held > MOST_SORTED ? SORTING_TOO_MANY : SORTING);
    }

    private @Nullable Plan candidate(OrderedIndex index) {
        List<IndexDefinition.Part> parts = index.definition().parts();
        List<byte[]> prefixes = List.of(new byte[0]);
        boolean excludesMissing = false;
        int used = 0;
        while (used < parts.size()) {
            IndexDefinition.Part part = parts.get(used);
            if (!(usable(part) instanceof Condition.Points points)
                    || (long) prefixes.size() * points.values().size() > MOST_RANGES) {
                break;
            }
            prefixes = extended(prefixes, points.values(), part.ascending());
            excludesMissing |= points.excludesMissing();
            used++;
        }
        int equal = used;
        List<KeyRange> ranges;
        if (used < parts.size() && usable(parts.get(used)) instanceof Condition.Range range) {
            Condition.Range bounds = index.multikey() ? range.oneSided() : range;
            boolean ascending = parts.get(used).ascending();
            ranges = prefixes.stream().map(prefix -> range(prefix, bounds, ascending)).toList();
            excludesMissing = true;
            used++;
        } else {
            ranges = prefixes.stream().map(KeyRange::startingWith).toList();
        }
        if (index.definition().sparse() && !excludesMissing) {
            return null;
        }
        boolean exact = conditions.complete() && used == conditions.size() && !index.multikey();
        Order inSequence = index.multikey() ? Order.NONE : order(index, equal, 0);
        boolean merged = inSequence == Order.NONE && ranges.size() > 1;
        Order order = merged && !index.multikey() ? order(index, equal, equal) : inSequence;
        boolean sorted = sort.isEmpty() || order != Order.NONE;
        if (used == 0 && order == Order.NONE && !index.entries().holdsDocuments()) {
            return null;
        }
        return new Plan(
                index,
                ranges,
                order == Order.BACKWARD,
                merged && order != Order.NONE,
                sorted,
                exact);
    }

    private @Nullable Condition usable(IndexDefinition.Part part) {
        return part.path().hasPosition() ? null : conditions.on(part.path().name());
    }

    private enum Order {
        FORWARD,
        BACKWARD,
        NONE
    }

    /// Whether the keys, from a part on, are in the demanded order. Fields that have one value
    /// throughout do not count. The position that ends every entry is its `_id`.
    private Order order(OrderedIndex index, int equal, int from) {
        List<String> fields =
                index.definition().parts().stream().map(part -> part.path().name()).toList();
        int at = from;
        Order order = Order.NONE;
        for (Map.Entry<String, Object> demanded : sort) {
            String field = demanded.getKey();
            boolean ascending =
                    demanded.getValue() instanceof Number direction && direction.intValue() > 0;
            if (field.equals("$natural")) {
                return index.entries().holdsDocuments() ? direction(ascending) : Order.NONE;
            }
            if (isConstant(field, fields.subList(0, equal))) {
                continue;
            }
            while (at < equal && isConstant(fields.get(at), fields.subList(0, equal))) {
                at++;
            }
            Order step;
            if (at < fields.size() && fields.get(at).equals(field)) {
                step = direction(ascending == index.definition().parts().get(at).ascending());
            } else if (at == fields.size()
                    && field.equals("_id")
                    && !index.entries().holdsDocuments()) {
                step = direction(ascending);
            } else {
                return Order.NONE;
            }
            if (order != Order.NONE && order != step) {
                return Order.NONE;
            }
            order = step;
            if (field.equals("_id")) {
                break;
            }
            at++;
        }
        return order == Order.NONE ? Order.FORWARD : order;
    }

    private boolean isConstant(String field, List<String> equal) {
        return equal.contains(field)
                && conditions.on(field) instanceof Condition.Points points
                && points.single();
    }

    private static Order direction(boolean forward) {
        return forward ? Order.FORWARD : Order.BACKWARD;
    }

    private static List<byte[]> extended(
            List<byte[]> prefixes, List<@Nullable Object> values, boolean ascending) {
        if (prefixes.size() == 1 && values.size() == 1) {
            return List.of(
                    new KeyWriter()
                            .raw(prefixes.getFirst())
                            .value(values.getFirst(), ascending)
                            .toBytes());
        }
        SortedSet<byte[]> extended = new TreeSet<>(ByteArrayType.INSTANCE);
        for (byte[] prefix : prefixes) {
            for (Object value : values) {
                extended.add(new KeyWriter().raw(prefix).value(value, ascending).toBytes());
            }
        }
        return List.copyOf(extended);
    }

    private static KeyRange range(byte[] prefix, Condition.Range range, boolean ascending) {
        byte[] ofType =
                new KeyWriter()
                        .raw(prefix)
                        .type(KeyWriter.Tag.of(range.anyValue()), ascending)
                        .toBytes();
        byte @Nullable [] from = ofType;
        byte @Nullable [] to = KeyRange.after(ofType);
        Condition.Bound lower = range.lower();
        if (lower != null) {
            byte[] bound = new KeyWriter().raw(prefix).value(lower.value(), ascending).toBytes();
            if (ascending) {
                from = lower.inclusive() ? bound : KeyRange.after(bound);
            } else {
                to = lower.inclusive() ? KeyRange.after(bound) : bound;
            }
        }
        Condition.Bound upper = range.upper();
        if (upper != null) {
            byte[] bound = new KeyWriter().raw(prefix).value(upper.value(), ascending).toBytes();
            if (ascending) {
                to = upper.inclusive() ? KeyRange.after(bound) : bound;
            } else {
                from = upper.inclusive() ? bound : KeyRange.after(bound);
            }
        }
        return new KeyRange(Objects.requireNonNull(from), to, prefix.length);
    }
}
