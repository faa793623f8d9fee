package codex.jobs.model.job;

/// What a task has done so far. `created + updated + deleted + skipped + failed` is the number of
/// items handled; `logs` counts every line, also those no longer stored.
public record Counts(
        long created,
        long updated,
        long deleted,
        long skipped,
        long failed,
        long logs,
        long warnings,
        long errors) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    /// A line that is neither a warning nor an error.
    public static final Counts ONE_LINE = new Counts(0, 0, 0, 0, 0, 1, 0, 0);

    public long items() {
        return created + updated + deleted + skipped + failed;
    }

    /// Without the items: what was said stays said when they are done again.
    public Counts linesOnly() {
        return new Counts(0, 0, 0, 0, 0, logs, warnings, errors);
    }

    /// With the error that ended an attempt counted as a warning, like those of attempts that were
    /// followed by another one.
    public Counts forgiven() {
        return errors == 0
                ? this
                : new Counts(
                        created, updated, deleted, skipped, failed, logs, warnings + 1, errors - 1);
    }

    public Counts plus(Counts other) {
        return new Counts(
                created + other.created,
                updated + other.updated,
                deleted + other.deleted,
                skipped + other.skipped,
                failed + other.failed,
                logs + other.logs,
                warnings + other.warnings,
                errors + other.errors);
    }
}
