package codex.jobs.api.live;

import codex.jobs.api.jobs.Ids;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Job;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.recurring.RecurringJobStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/// `jobUpdated`, `jobTaskLogs` and `recurringJobUpdated`. Each subscriber is served on virtual
/// threads of its own, so that one that reads slowly holds up nobody else.
@Controller
class SubscriptionController implements AutoCloseable {

    private final JobStore jobs;
    private final JobFeed updates;
    private final LogFeed lines;
    private final RecurringJobStore recurringJobs;
    private final RecurringJobFeed recurring;
    private final Quota quota;
    private final Scheduler threads =
            Schedulers.fromExecutorService(
                    Executors.newThreadPerTaskExecutor(
                            Thread.ofVirtual().name("subscriber-", 0).factory()));

    SubscriptionController(
            JobStore jobs,
            JobFeed updates,
            LogFeed lines,
            RecurringJobStore recurringJobs,
            RecurringJobFeed recurring,
            Quota quota) {
        this.jobs = jobs;
        this.updates = updates;
        this.lines = lines;
        this.recurringJobs = recurringJobs;
        this.recurring = recurring;
        this.quota = quota;
    }

    @SubscriptionMapping
    Flux<Job> jobUpdated(@Argument @Nullable String jobId, @ContextValue Caller caller) {
        return served(
                caller,
                jobId == null
                        ? updates.ofAll(caller.organization())
                        : updates.of(job(jobId, caller)));
    }

    @SubscriptionMapping
    Flux<LogLine> jobTaskLogs(
            @Argument String jobId,
            @Argument @Nullable String taskId,
            @Argument @Nullable List<LogType> types,
            @Argument @Nullable Boolean fromStart,
            @ContextValue Caller caller) {
        return served(
                caller,
                lines.of(
                        job(jobId, caller),
                        Ids.task(taskId),
                        Objects.requireNonNullElse(types, List.of()),
                        Boolean.TRUE.equals(fromStart)));
    }

    @SubscriptionMapping
    Flux<RecurringJob> recurringJobUpdated(
            @Argument @Nullable String recurringJobId, @ContextValue Caller caller) {
        var id = recurringJobId == null ? null : Ids.recurringJob("recurringJobId", recurringJobId);
        if (id != null && recurringJobs.find(caller.organization(), id).isEmpty()) {
            throw new Rejected(
                    ErrorCode.RECURRING_JOB_NOT_FOUND,
                    "recurringJobId",
                    "There is no such recurring job.");
        }
        return served(caller, recurring.of(caller.organization(), id));
    }

    private Job job(String id, Caller caller) {
        return jobs.find(caller.organization(), Ids.job("jobId", id))
                .orElseThrow(() ->
                        new Rejected(ErrorCode.JOB_NOT_FOUND, "jobId", "There is no such job."));
    }

    private <T> Flux<T> served(Caller caller, Flux<T> subscription) {
        return quota.limited(caller, subscription).publishOn(threads, 1);
    }

    @Override
    public void close() {
        threads.dispose();
    }
}
