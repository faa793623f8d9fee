package codex.jobs.model.filter;

import java.util.Optional;
import java.util.stream.Stream;

/// The words that compare.
enum Operator {
    EQ("Eq"),
    NE("Ne"),
    IN("In"),
    NIN("Nin"),
    STARTS_WITH("StartsWith"),
    CONTAINS("Contains"),
    GT("Gt"),
    GTE("Gte"),
    LT("Lt"),
    LTE("Lte"),
    EXISTS("Exists");

    private final String word;

    Operator(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /// By its word, in any case.
    static Optional<Operator> named(String word) {
        return Stream.of(values()).filter(one -> one.word.equalsIgnoreCase(word)).findFirst();
    }
}
