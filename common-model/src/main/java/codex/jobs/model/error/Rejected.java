package codex.jobs.model.error;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request was refused for reasons that the caller can understand and mend: all violations at
/// once. Thrown by validation only; everything else is unexpected.
public final class Rejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    public Rejected(List<Violation> violations) {
        super(violations.getFirst().message(), null, false, false);
        this.violations = List.copyOf(violations);
    }

    public Rejected(ErrorCode code, String argument, String message) {
        this(List.of(new Violation(code, argument, message)));
    }

    public List<Violation> violations() {
        return violations;
    }

    /// One thing that is wrong.
    ///
    /// @param argument path of the argument, as in `createJobInput.fileKey`
    /// @param retryAfter when the same request may be worth another try; null if time alone does
    ///   not help, or nobody can tell
    public record Violation(
            ErrorCode code, String argument, String message, @Nullable Duration retryAfter) {

        public Violation(ErrorCode code, String argument, String message) {
            this(code, argument, message, null);
        }
    }
}
