package codex.jobs.model.content;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a field's values must obey, besides their type; null and empty mean no rule.
///
/// @param isUnique among the entries of the model in one site
/// @param pattern for the whole text
/// @param minLength in characters (code points), as is `maxLength`
/// @param minItems values in a list, as is `maxItems`
/// @param allowedValues as text; numbers are compared by value
/// @param models ids of the models a reference may point to
public record FieldValidations(
        boolean isRequired,
        boolean isUnique,
        @Nullable Pattern pattern,
        @Nullable Integer minLength,
        @Nullable Integer maxLength,
        @Nullable BigDecimal min,
        @Nullable BigDecimal max,
        @Nullable Integer minItems,
        @Nullable Integer maxItems,
        List<String> allowedValues,
        List<String> models) {

    public static final FieldValidations NONE =
            new FieldValidations(
                    false, false, null, null, null, null, null, null, null, List.of(), List.of());

    public FieldValidations {
        allowedValues = List.copyOf(allowedValues);
        models = List.copyOf(models);
    }
}
