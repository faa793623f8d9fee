package codex.jobs.api.jobs;

import codex.jobs.api.graphql.Paging;
import codex.jobs.api.security.Caller;
import codex.jobs.model.job.Job;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.jobs.Page;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/// `job` and `jobs`.
@Controller
class JobController {

    private final JobStore jobs;

    JobController(JobStore jobs) {
        this.jobs = jobs;
    }

    @QueryMapping
    Optional<Job> job(@Argument String id, @ContextValue Caller caller) {
        return jobs.find(caller.organization(), Ids.job("id", id));
    }

    @QueryMapping
    Page<Job> jobs(
            @Argument @Nullable JobFilterInput filter,
            @Argument @Nullable Integer offset,
            @Argument @Nullable Integer limit,
            @Argument @Nullable List<JobSortInput> sort,
            @ContextValue Caller caller) {
        var query =
                Objects.requireNonNullElse(filter, JobFilterInput.ALL)
                        .query(
                                Paging.JOBS.of(offset, limit),
                                Objects.requireNonNullElse(sort, List.of()));
        return jobs.search(caller.organization(), query);
    }
}
