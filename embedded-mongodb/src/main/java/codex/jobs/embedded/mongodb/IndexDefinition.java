package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What an index covers, and the keys that a document has in it.
final class IndexDefinition {

    /// One field of an index.
    record Part(FieldPath path, boolean ascending) {}

    /// The keys of one document. Several if a field is an array: one per element.
    record Keys(List<byte[]> keys, boolean fromArray) {

        static final Keys NONE = new Keys(List.of(), false);
    }

    private final List<Part> parts;
    private final boolean unique;
    private final boolean sparse;

    IndexDefinition(List<IndexKey> keys, boolean unique, boolean sparse) {
        this.parts =
                keys.stream()
                        .map(key -> new Part(new FieldPath(key.getKey()), key.isAscending()))
                        .toList();
        this.unique = unique;
        this.sparse = sparse;
    }

    List<Part> parts() {
        return parts;
    }

    boolean unique() {
        return unique;
    }

    boolean sparse() {
        return sparse;
    }

    /// The document's keys, without its position. None if the index is sparse and the document has
    /// none of the fields.
    Keys keysOf(Document document) {
        List<byte[]> keys = List.of(new byte[0]);
        boolean fromArray = false;
        boolean anyPresent = false;
        for (Part part : parts) {
            Object value = part.path.in(document);
            anyPresent |= isPresent(value);
            if (value instanceof Collection<?> elements) {
                if (fromArray) {
                    checkNoParallelArrays(document);
                }
                fromArray = true;
                keys = extended(keys, elements, part.ascending);
            } else {
                keys = extended(keys, value, part.ascending);
            }
        }
        return sparse && !anyPresent ? Keys.NONE : new Keys(keys, fromArray);
    }

    /// What the fields of a key hold in a document, as an error message names them.
    Map<String, @Nullable Object> valuesOf(Document document) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Part part : parts) {
            Object value = part.path.in(document);
            values.put(part.path.name(), value instanceof Missing ? null : value);
        }
        return values;
    }

    private static List<byte[]> extended(
            List<byte[]> keys, @Nullable Object value, boolean ascending) {
        if (keys.size() == 1) {
            return List.of(new KeyWriter().raw(keys.getFirst()).value(value, ascending).toBytes());
        }
        return keys.stream()
                .map(key -> new KeyWriter().raw(key).value(value, ascending).toBytes())
                .toList();
    }

    private static List<byte[]> extended(
            List<byte[]> keys, Collection<?> elements, boolean ascending) {
        if (elements.isEmpty()) {
            return keys.stream()
                    .map(key -> new KeyWriter().raw(key).emptyArray(ascending).toBytes())
                    .toList();
        }
        Set<byte[]> distinct = new TreeSet<>(ByteArrayType.INSTANCE);
        for (byte[] key : keys) {
            for (Object element : elements) {
                distinct.add(new KeyWriter().raw(key).value(element, ascending).toBytes());
            }
        }
        return new ArrayList<>(distinct);
    }

    private static boolean isPresent(@Nullable Object value) {
        if (value instanceof Collection<?> elements && !elements.isEmpty()) {
            return elements.stream().anyMatch(element -> !(element instanceof Missing));
        }
        return !(value instanceof Missing);
    }

    private void checkNoParallelArrays(Document document) {
        Set<String> arrays = new LinkedHashSet<>();
        for (Part part : parts) {
            String array = part.path.arrayIn(document);
            if (array != null) {
                arrays.add(array);
            }
        }
        if (arrays.size() > 1) {
            throw new CannotIndexParallelArraysError(arrays);
        }
    }
}
