package codex.jobs.api.graphql;

import codex.jobs.model.error.ErrorCode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Offset and limit in effect: the limit is clamped and echoed, what is negative is refused
/// (specification 2.3).
public record Paging(int offset, int limit) {

    public static final Limits JOBS = new Limits(20, 100);
    public static final Limits LOGS = new Limits(50, 500);

    /// How long one kind of list is.
    ///
    /// @param usual where none is given
    /// @param most that one answer holds
    public record Limits(int usual, int most) {

        public Paging of(@Nullable Integer offset, @Nullable Integer limit) {
            var violations = new Violations("");
            if (offset != null && offset < 0) {
                violations.add(ErrorCode.BAD_USER_INPUT, "offset", "An offset counts from 0.");
            }
            if (limit != null && limit < 0) {
                violations.add(ErrorCode.BAD_USER_INPUT, "limit", "A limit is at least 1.");
            }
            violations.throwIfAny();
            return new Paging(
                    Objects.requireNonNullElse(offset, 0),
                    Math.clamp(Objects.requireNonNullElse(limit, usual), 1, most));
        }
    }
}
