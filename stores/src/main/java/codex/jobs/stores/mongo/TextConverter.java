package codex.jobs.stores.mongo;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/// A value type ↔ its text, in both directions.
record TextConverter<T>(Class<T> type, Function<String, T> parse) implements GenericConverter {

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Set.of(
                new ConvertiblePair(type, String.class), new ConvertiblePair(String.class, type));
    }

    @Override
    public @Nullable Object convert(
            @Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
        return switch (source) {
            case null -> null;
            case String text when targetType.getType() == type -> parse.apply(text);
            default -> source.toString();
        };
    }
}
