package codex.jobs.api.graphql;

import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.error.Rejected.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Collects everything that is wrong with an input, so that the caller learns it at once.
public final class Violations {

    private final String input;
    private final List<Violation> found = new ArrayList<>();

    /// @param input the argument that holds the others, or empty
    public Violations(String input) {
        this.input = input;
    }

    public void add(ErrorCode code, String argument, String message) {
        found.add(new Violation(code, path(argument), message));
    }

    public void add(Violation violation) {
        found.add(violation);
    }

    /// An optional text that, if given, is not blank and not longer than `longest` characters.
    public void checkText(String argument, @Nullable String value, int longest) {
        if (value != null
                && (value.isBlank() || value.codePointCount(0, value.length()) > longest)) {
            add(
                    ErrorCode.BAD_USER_INPUT,
                    argument,
                    "Must have 1 to " + longest + " characters, and not only blanks.");
        }
    }

    /// Nothing wrong with this argument so far.
    public boolean accepts(String argument) {
        var path = path(argument);
        return found.stream().noneMatch(violation -> violation.argument().equals(path));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /// Where the caller has given this argument.
    public String path(String argument) {
        return Stream.of(input, argument)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("."));
    }

    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new Rejected(found);
        }
    }
}
