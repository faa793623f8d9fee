package codex.jobs.model.filter;

/// How large a filter may be.
///
/// @param characters of the whole text
/// @param depth levels of `And`, `Or` and `Not` inside each other
/// @param conditions operators in the whole filter
/// @param values elements of a list
/// @param valueCharacters of a text that is compared
/// @param partCharacters of a text that is searched for inside others; what a search engine is
///   ready to search for
record FilterLimits(
        int characters,
        int depth,
        int conditions,
        int values,
        int valueCharacters,
        int partCharacters) {

    static final FilterLimits FOR_CLIENTS = new FilterLimits(65_536, 8, 200, 1_000, 1_024, 256);

    /// What was within the limits when it was accepted may be longer as it is stored.
    static final FilterLimits FOR_STORED = new FilterLimits(1 << 20, 16, 200, 1_000, 1_024, 256);

    /// Objects and lists inside each other: more than any filter that is not too deep has.
    static final int NESTING = 64;

    /// Findings about one filter; more would not help anybody.
    static final int FINDINGS = 100;
}
