package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentField;
import codex.jobs.worker.handlers.items.Findings;
import codex.jobs.worker.handlers.items.Findings.Weight;
import codex.jobs.worker.handlers.items.Pointer;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The validations of a field, on a value that has the right type already.
final class FieldLimits {

    private final Findings findings;

    FieldLimits(Findings findings) {
        this.findings = findings;
    }

    static boolean isMissing(@Nullable Object value) {
        return value == null
                || (value instanceof String text && text.isBlank())
                || (value instanceof List<?> list && list.isEmpty());
    }

    void required(ContentField field, @Nullable Object value, String path) {
        if (field.validations().isRequired() && isMissing(value)) {
            incomplete("REQUIRED_FIELD", field, "is required", path);
        }
    }

    void check(ContentField field, Object value, String path) {
        if (value instanceof List<?> values) {
            checkSize(field, values.size(), path);
            for (var i = 0; i < values.size(); i++) {
                var one = values.get(i);
                if (one != null) {
                    checkOne(field, one, Pointer.to(path, i));
                }
            }
        } else {
            checkOne(field, value, path);
        }
    }

    private void checkSize(ContentField field, int size, String path) {
        var rules = field.validations();
        var least = rules.minItems();
        if (least != null && size < least) {
            incomplete("TOO_FEW_ITEMS", field, "needs at least " + least + " values", path);
        }
        var most = rules.maxItems();
        if (most != null && size > most) {
            incomplete("TOO_MANY_ITEMS", field, "takes at most " + most + " values", path);
        }
    }

    private void checkOne(ContentField field, Object value, String path) {
        switch (value) {
            case String text -> checkText(field, text, path);
            case Long number -> checkNumber(field, BigDecimal.valueOf(number), path);
            case BigDecimal number -> checkNumber(field, number, path);
            default -> {}
        }
    }

    private void checkText(ContentField field, String text, String path) {
        var rules = field.validations();
        var length = text.codePointCount(0, text.length());
        var least = rules.minLength();
        if (least != null && length < least) {
            incomplete("TOO_SHORT", field, "needs at least " + least + " characters", path);
        }
        var most = rules.maxLength();
        if (most != null && length > most) {
            incomplete("TOO_LONG", field, "takes at most " + most + " characters", path);
        }
        var pattern = rules.pattern();
        if (pattern != null && !matches(pattern, text)) {
            incomplete("PATTERN_MISMATCH", field, "does not match its pattern", path);
        }
        if (!rules.allowedValues().isEmpty() && !rules.allowedValues().contains(text)) {
            incomplete("VALUE_NOT_ALLOWED", field, "does not allow this value", path);
        }
    }

    /// A pattern that gives up counts as not matching.
    private static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new BoundedText(text)).matches();
        } catch (BoundedText.Exhausted | StackOverflowError _) {
            return false;
        }
    }

    private void checkNumber(ContentField field, BigDecimal number, String path) {
        var rules = field.validations();
        var least = rules.min();
        if (least != null && number.compareTo(least) < 0) {
            incomplete("TOO_SMALL", field, "must be at least " + least, path);
        }
        var most = rules.max();
        if (most != null && number.compareTo(most) > 0) {
            incomplete("TOO_BIG", field, "must be at most " + most, path);
        }
        if (!rules.allowedValues().isEmpty() && !isAllowed(rules.allowedValues(), number)) {
            incomplete("VALUE_NOT_ALLOWED", field, "does not allow this value", path);
        }
    }

    private static boolean isAllowed(List<String> allowed, BigDecimal number) {
        return allowed.stream().anyMatch(text -> isEqual(text, number));
    }

    private static boolean isEqual(String text, BigDecimal number) {
        try {
            return new BigDecimal(text).compareTo(number) == 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private void incomplete(String code, ContentField field, String what, String path) {
        findings.add(Weight.INCOMPLETE, code, "The field " + field.alias() + " " + what, path);
    }
}
