package codex.jobs.api.recurring;

import codex.jobs.stores.recurring.RecurringQuery;
import org.jspecify.annotations.Nullable;

/// One field to sort by.
record RecurringJobSortInput(RecurringQuery.Field field, @Nullable Direction direction) {

    static final int MOST = 5;

    enum Direction {
        ASC,
        DESC
    }

    RecurringQuery.Sort sort() {
        return new RecurringQuery.Sort(field, direction != Direction.ASC);
    }
}
