package codex.jobs.stores.content;

/// How one state of a collection differs from another.
public record Changes(long created, long updated, long deleted, long unchanged) {

    public static final Changes NONE = new Changes(0, 0, 0, 0);

    public Changes plus(Changes other) {
        return new Changes(
                created + other.created,
                updated + other.updated,
                deleted + other.deleted,
                unchanged + other.unchanged);
    }

    /// How many documents there are afterwards.
    public long after() {
        return created + updated + unchanged;
    }

    static final class Counter {

        private long created;
        private long updated;
        private long deleted;
        private long unchanged;

        void add(Comparison.Difference difference) {
            switch (difference) {
                case ONLY_LEFT -> deleted++;
                case ONLY_RIGHT -> created++;
                case CONTENT -> updated++;
                case NONE -> unchanged++;
            }
        }

        Changes changes() {
            return new Changes(created, updated, deleted, unchanged);
        }
    }
}
