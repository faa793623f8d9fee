package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A dotted path into documents, split once.
final class FieldPath {

    private final String name;
    private final String[] parts;

    FieldPath(String name) {
        this.name = name;
        this.parts = name.split("\\.", -1);
    }

    String name() {
        return name;
    }

    /// Whether a part of the path could be an array position; such paths mean other things to
    /// queries than to indexes.
    boolean hasPosition() {
        for (String part : parts) {
            if (!part.isEmpty() && part.chars().allMatch(Character::isDigit)) {
                return true;
            }
        }
        return false;
    }

    /// The value, [Missing], or a list if the path leads through or to an array.
    @Nullable Object in(Document document) {
        return value(document, 0);
    }

    /// The array that makes the value a list, as the path that leads to it; null if there is none.
    @Nullable String arrayIn(Document document) {
        Object value = document;
        for (int i = 0; i < parts.length; i++) {
            value =
                    value instanceof Document current
                            ? current.getOrMissing(parts[i])
                            : Missing.getInstance();
            if (value instanceof Collection<?>) {
                return String.join(".", List.of(parts).subList(0, i + 1));
            }
        }
        return null;
    }

    private @Nullable Object value(@Nullable Object current, int part) {
        if (part == parts.length) {
            return current;
        }
        return switch (current) {
            case Document document -> value(document.getOrMissing(parts[part]), part + 1);
            case Collection<?> elements -> values(elements, part);
            case null, default -> Missing.getInstance();
        };
    }

    private List<@Nullable Object> values(Collection<?> elements, int part) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object element : elements) {
            Object value =
                    element instanceof Document ? value(element, part) : Missing.getInstance();
            if (value instanceof Collection<?> several) {
                values.addAll(several);
            } else {
                values.add(value);
            }
        }
        return values;
    }
}
