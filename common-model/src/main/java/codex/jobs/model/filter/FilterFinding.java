package codex.jobs.model.filter;

/// Something to say about a filter.
///
/// @param pointer JSON pointer (RFC 6901) to the place in the filter as it was given
public record FilterFinding(Code code, String pointer, String message) {

    /// What is wrong, or was repaired.
    public enum Code {
        /// The text is not JSON.
        MALFORMED,
        /// The text, or a value in it, has too many characters.
        TOO_LONG,
        /// Filters are nested too deeply.
        TOO_DEEP,
        TOO_MANY_CONDITIONS,
        /// A list has too many elements.
        TOO_MANY_VALUES,
        /// A key occurs twice, or twice in different cases.
        DUPLICATE_KEY,
        /// The key has no meaning in a filter.
        UNKNOWN_KEY,
        /// There is no such system field, or no model has such a field.
        UNKNOWN_FIELD,
        /// The field holds something that cannot be compared.
        NOT_COMPARABLE,
        /// There is no such operator, or not for this kind of value.
        UNKNOWN_OPERATOR,
        /// A `_t` contradicts what stands there.
        WRONG_TYPE,
        /// What the field holds is not known, so `_t` has to say it.
        TYPE_REQUIRED,
        /// A value does not fit the operator or the field.
        WRONG_VALUE,
        /// A condition, list or text is empty where that would mean nothing.
        EMPTY,
        /// A warning: the filter was not as it should be; the message says how it was understood.
        FILTER_REPAIRED
    }
}
