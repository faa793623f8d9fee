package codex.jobs.api.recurring;

import codex.jobs.api.graphql.Paging;
import codex.jobs.api.security.Environments;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.recurring.GapPolicy;
import codex.jobs.model.recurring.Occurrence;
import codex.jobs.model.recurring.OverlapPolicy;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.tenant.Environment;
import codex.jobs.stores.jobs.JobQuery;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.jobs.Page;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/// The fields of `RecurringJob` that its document does not hold as they are shown.
@Controller
@SchemaMapping(typeName = "RecurringJob")
class RecurringJobFields {

    private final JobStore jobs;
    private final Environments environments;
    private final InstantSource time;

    RecurringJobFields(JobStore jobs, Environments environments, InstantSource time) {
        this.jobs = jobs;
        this.environments = environments;
        this.time = time;
    }

    @SchemaMapping
    String cronExpression(RecurringJob job) {
        return job.schedule().cronExpression();
    }

    @SchemaMapping
    String timeZone(RecurringJob job) {
        return job.schedule().timeZone();
    }

    @SchemaMapping
    GapPolicy gapPolicy(RecurringJob job) {
        return job.schedule().gapPolicy();
    }

    @SchemaMapping
    OverlapPolicy overlapPolicy(RecurringJob job) {
        return job.schedule().overlapPolicy();
    }

    @SchemaMapping
    boolean dryRun(RecurringJob job) {
        return job.spec().dryRun();
    }

    @SchemaMapping
    boolean hasJobRuns(RecurringJob job) {
        return job.lastJob() != null;
    }

    @SchemaMapping
    Optional<Environment> baseEnvironment(RecurringJob job) {
        return environments.find(job.organization(), job.spec().baseEnvironment());
    }

    @SchemaMapping
    Optional<Environment> targetEnvironment(RecurringJob job) {
        return environments.find(job.organization(), job.spec().targetEnvironment());
    }

    /// Null also for a moment after it was decided.
    @BatchMapping(typeName = "RecurringJob")
    Map<RecurringJob, Job> lastJob(List<RecurringJob> recurring) {
        var ids = new HashSet<JobId>();
        for (var job : recurring) {
            var last = job.lastJob();
            if (last != null) {
                ids.add(last);
            }
        }
        var found =
                jobs.findAll(ids).stream().collect(Collectors.toMap(Job::id, Function.identity()));
        var lastJobs = new HashMap<RecurringJob, Job>();
        for (var job : recurring) {
            var last = job.lastJob() == null ? null : found.get(job.lastJob());
            if (last != null) {
                lastJobs.put(job, last);
            }
        }
        return lastJobs;
    }

    @SchemaMapping
    Page<Job> runs(
            RecurringJob job,
            @Argument @Nullable Integer offset,
            @Argument @Nullable Integer limit) {
        var page = Paging.JOBS.of(offset, limit);
        return jobs.search(
                job.organization(), JobQuery.runs(job.id(), page.offset(), page.limit()));
    }

    /// Nothing comes of one that is paused or deleted.
    @SchemaMapping
    List<Occurrence> nextRuns(RecurringJob job, @Argument @Nullable Integer count) {
        return job.paused() || job.deleted()
                ? List.of()
                : job.schedule().preview(time.instant(), NextRuns.count(count));
    }
}
