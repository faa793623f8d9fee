package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.FieldValidations;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The validations of a field. A value that breaks one keeps its entry from being published, but
/// not from being a draft (specification 3.2, `system.status`).
final class ValueRules {

    /// Longer texts are not matched: a bad pattern must not take minutes.
    private static final int LONGEST_MATCHED = 10_000;

    private ValueRules() {}

    static void check(Draft draft, ContentField field, Object stored, String path) {
        var rules = field.validations();
        if (stored instanceof List<?> list && field.isList()) {
            items(draft, rules, list.size(), path);
            for (var i = 0; i < list.size(); i++) {
                value(draft, rules, list.get(i), path + "/" + i);
            }
        } else {
            value(draft, rules, stored, path);
        }
    }

    /// Required fields that the entry as a whole does not have.
    static void required(Draft draft, Map<String, Object> content) {
        draft.knownModel().fields().values().stream()
                .filter(field -> field.validations().isRequired())
                .filter(field -> isMissing(content.get(field.alias())))
                .forEach(field ->
                        draft.findings.draftOnly(
                                "REQUIRED_FIELD",
                                "The field is required",
                                "/content/" + SystemRules.pointer(field.alias())));
    }

    private static boolean isMissing(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isBlank();
            case List<?> list -> list.isEmpty();
            default -> false;
        };
    }

    private static void items(Draft draft, FieldValidations rules, int size, String path) {
        var min = rules.minItems();
        var max = rules.maxItems();
        if ((min != null && size < min) || (max != null && size > max)) {
            draft.findings.draftOnly(
                    "INVALID_ITEM_COUNT",
                    "The list has " + size + " values; allowed are " + range(min, max),
                    path);
        }
    }

    private static void value(Draft draft, FieldValidations rules, Object value, String path) {
        switch (value) {
            case String text -> text(draft, rules, text, path);
            case Long number -> number(draft, rules, BigDecimal.valueOf(number), path);
            case BigDecimal number -> number(draft, rules, number, path);
            default -> {}
        }
    }

    private static void text(Draft draft, FieldValidations rules, String text, String path) {
        var length = text.codePointCount(0, text.length());
        var min = rules.minLength();
        var max = rules.maxLength();
        if ((min != null && length < min) || (max != null && length > max)) {
            draft.findings.draftOnly(
                    "INVALID_LENGTH",
                    "The text has " + length + " characters; allowed are " + range(min, max),
                    path);
        }
        var pattern = rules.pattern();
        if (pattern != null && !matches(pattern, text)) {
            draft.findings.draftOnly(
                    "PATTERN_MISMATCH", "The text does not match the field's pattern", path);
        }
        allowed(draft, rules, rules.allowedValues().contains(text), path);
    }

    private static boolean matches(Pattern pattern, String text) {
        return text.length() <= LONGEST_MATCHED && pattern.matcher(text).matches();
    }

    private static void number(
            Draft draft, FieldValidations rules, BigDecimal number, String path) {
        var min = rules.min();
        var max = rules.max();
        if ((min != null && number.compareTo(min) < 0)
                || (max != null && number.compareTo(max) > 0)) {
            draft.findings.draftOnly(
                    "OUT_OF_RANGE", "The number must be in " + range(min, max), path);
        }
        allowed(
                draft,
                rules,
                rules.allowedValues().stream().anyMatch(allowed -> isSame(allowed, number)),
                path);
    }

    private static boolean isSame(String allowed, BigDecimal number) {
        try {
            return new BigDecimal(allowed).compareTo(number) == 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static void allowed(
            Draft draft, FieldValidations rules, boolean isAmongThem, String path) {
        if (!rules.allowedValues().isEmpty() && !isAmongThem) {
            draft.findings.draftOnly(
                    "VALUE_NOT_ALLOWED", "The value is not among the allowed ones", path);
        }
    }

    private static String range(
            @org.jspecify.annotations.Nullable Object min,
            @org.jspecify.annotations.Nullable Object max) {
        return (min == null ? "…" : min) + " to " + (max == null ? "…" : max);
    }
}
