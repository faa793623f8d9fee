package codex.jobs.stores.mongo;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogId;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.util.List;
import java.util.function.Function;

/// A value type that is stored as its text.
record TextValue<T>(Class<T> type, Function<String, T> parse) {

    static final List<TextValue<?>> ALL =
            List.of(
                    new TextValue<>(EnvironmentAlias.class, EnvironmentAlias::new),
                    new TextValue<>(EnvironmentId.class, EnvironmentId::new),
                    new TextValue<>(JobId.class, JobId::new),
                    new TextValue<>(LogId.class, LogId::new),
                    new TextValue<>(OrganizationId.class, OrganizationId::new),
                    new TextValue<>(RecurringJobId.class, RecurringJobId::new),
                    new TextValue<>(SessionId.class, SessionId::new),
                    new TextValue<>(TaskId.class, TaskId::new));
}
