package codex.jobs.model.filter;

import codex.jobs.model.content.FieldType;
import java.util.Optional;
import java.util.stream.Stream;

/// What kind of values a condition compares, and with which operators.
public enum ValueKind {
    TEXT("StringFilter"),
    NUMBER("NumberFilter"),
    TIME("DateTimeFilter"),
    BOOLEAN("BooleanFilter"),
    STATUS("StatusFilter");

    private final String typeName;

    ValueKind(String typeName) {
        this.typeName = typeName;
    }

    /// What stands in `_t`.
    String typeName() {
        return typeName;
    }

    boolean knows(Operator operator) {
        return switch (operator) {
            case EQ -> true;
            case NE -> this != BOOLEAN && this != STATUS;
            case IN, NIN -> this != BOOLEAN;
            case EXISTS -> this != STATUS;
            case STARTS_WITH, CONTAINS -> this == TEXT;
            case GT, GTE, LT, LTE -> this == NUMBER || this == TIME;
        };
    }

    static Optional<ValueKind> ofType(String typeName) {
        return Stream.of(values()).filter(kind -> kind.typeName.equals(typeName)).findFirst();
    }

    /// How a field of a model can be asked about; places and blocks cannot.
    static Optional<ValueKind> of(FieldType type) {
        return switch (type) {
            case TEXT, RICH_TEXT, URL, TAG, MEDIA, AUTHOR, SECTION, REFERENCE -> Optional.of(TEXT);
            case INTEGER, DECIMAL -> Optional.of(NUMBER);
            case DATE_TIME -> Optional.of(TIME);
            case BOOLEAN -> Optional.of(BOOLEAN);
            case LOCATION, RICH_CONTENT -> Optional.empty();
        };
    }
}
