package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A demanded order that no index gives: documents are sorted by the keys that an index would have
/// for them. An array counts as its smallest element, or as its largest one in descending order.
final class SortOrder {

    private final List<IndexDefinition.Part> parts;

    SortOrder(Document sort) {
        parts =
                sort.entrySet().stream()
                        .map(part ->
                                new IndexDefinition.Part(
                                        new FieldPath(part.getKey()),
                                        part.getValue() instanceof Number direction
                                                && direction.intValue() > 0))
                        .toList();
    }

    byte[] keyOf(Document document) {
        KeyWriter key = new KeyWriter();
        for (IndexDefinition.Part part : parts) {
            Object value = part.path().in(document);
            if (value instanceof Collection<?> elements) {
                write(key, elements, part.ascending());
            } else {
                key.value(value, part.ascending());
            }
        }
        return key.toBytes();
    }

    private static void write(KeyWriter key, Collection<?> elements, boolean ascending) {
        byte @Nullable [] first = null;
        for (Object element : elements) {
            byte[] candidate = new KeyWriter().value(element, ascending).toBytes();
            if (first == null || ByteArrayType.INSTANCE.compare(candidate, first) < 0) {
                first = candidate;
            }
        }
        if (first == null) {
            key.emptyArray(ascending);
        } else {
            key.raw(first);
        }
    }
}
