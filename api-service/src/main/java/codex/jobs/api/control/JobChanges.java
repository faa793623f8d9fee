package codex.jobs.api.control;

import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.error.Rejected;
import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.Step;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.news.EffectPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/// Takes a job one step further on behalf of its users. Once this answers, the change is durable;
/// news that are lost are made good by the job's `wakeAt`.
@Component
final class JobChanges {

    private static final Logger log = LoggerFactory.getLogger(JobChanges.class);

    /// A job that runs is changed all the time, but not by many.
    private static final int MAX_TRIES = 200;

    private static final long LONGEST_PAUSE_NANOS = 5_000_000;

    /// A job that is over is settled within milliseconds, unless no scheduler lives.
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(5);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final JobStore jobs;
    private final EffectPublisher publisher;
    private final InstantSource time;

    JobChanges(JobStore jobs, EffectPublisher publisher, InstantSource time) {
        this.jobs = jobs;
        this.publisher = publisher;
        this.time = time;
    }

    /// What became of a request.
    ///
    /// @param job as it is now
    /// @param applied whether the request has changed it
    record Answer(Job job, boolean applied) {}

    /// What MongoDB keeps, so that an answer never tells more than a later read.
    Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Job find(OrganizationId organization, JobId id) {
        return jobs.find(organization, id)
                .orElseThrow(() ->
                        new Rejected(ErrorCode.JOB_NOT_FOUND, "jobId", "There is no such job."));
    }

    /// The job as it is once it needs nothing more, if it is over; waits a little for that.
    Job findSettled(OrganizationId organization, JobId id) {
        var job = find(organization, id);
        var end = System.nanoTime() + SETTLED_WITHIN.toNanos();
        while (job.status().isTerminal() && !job.settled() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            job = find(organization, id);
        }
        return job;
    }

    Answer apply(OrganizationId organization, JobId id, JobEvent event) {
        for (var tries = 0; tries < MAX_TRIES; tries++) {
            var job = find(organization, id);
            switch (JobMachine.step(job, event, now())) {
                case Step.Ignored(var reason) -> {
                    log.debug("Refused, {}: organization={} job={}", reason, organization, id);
                    return new Answer(job, false);
                }
                case Step.Applied(var next, var effects) -> {
                    if (jobs.apply(job, next)) {
                        tell(effects);
                        return new Answer(next, true);
                    }
                }
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
        }
        throw new OptimisticLockingFailureException("The job is changed all the time");
    }

    private void tell(List<Effect> effects) {
        var _ =
                publisher
                        .publish(effects)
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                log.debug("News not published", failure);
                            }
                        });
    }
}
