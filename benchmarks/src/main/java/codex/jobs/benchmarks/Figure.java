package codex.jobs.benchmarks;

/// One line of the table.
///
/// @param target what it should be, or empty
/// @param verdict whether it is, or empty
record Figure(String what, String measured, String target, String verdict) {

    /// Without a target.
    static Figure of(String what, Amount measured) {
        return of(what, measured.toString());
    }

    static Figure of(String what, String measured) {
        return new Figure(what, measured, "", "");
    }

    static Figure atLeast(String what, Amount measured, double target) {
        return judged(what, measured, "≥ ", target, measured.value() >= target);
    }

    static Figure atMost(String what, Amount measured, double target) {
        return judged(what, measured, "≤ ", target, measured.value() <= target);
    }

    private static Figure judged(
            String what, Amount measured, String relation, double target, boolean met) {
        return new Figure(
                what,
                measured.toString(),
                relation + new Amount(target, measured.unit()),
                met ? "met" : "short");
    }
}
