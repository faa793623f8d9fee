package codex.jobs.stores.mongo;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/// A value type ↔ its text, for Spring.
record TextConverter<T>(TextValue<T> value) implements GenericConverter {

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Set.of(
                new ConvertiblePair(value.type(), String.class),
                new ConvertiblePair(String.class, value.type()));
    }

    @Override
    public @Nullable Object convert(
            @Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
        return switch (source) {
            case null -> null;
            case String text when targetType.getType() == value.type() -> value.parse().apply(text);
            default -> source.toString();
        };
    }
}
