package codex.jobs.api.jobs;

import codex.jobs.stores.jobs.JobQuery;
import org.jspecify.annotations.Nullable;

/// One field to sort by.
record JobSortInput(JobQuery.Field field, @Nullable Direction direction) {

    static final int MOST = 6;

    enum Direction {
        ASC,
        DESC
    }

    JobQuery.Sort sort() {
        return new JobQuery.Sort(field, direction != Direction.ASC);
    }
}
