package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.Task;
import codex.jobs.stores.dead.DeadTaskStore;
import codex.jobs.stores.news.DeadTask;
import codex.jobs.stores.news.EffectPublisher;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Tells the operators of tasks that used up their attempts, and keeps them for the administrators
/// of their organization. At least once: a job is settled only after brokers and database have the
/// record.
@Component
final class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final EffectPublisher publisher;
    private final DeadTaskStore kept;
    private final SchedulerMetrics metrics;

    DeadLetters(EffectPublisher publisher, DeadTaskStore kept, SchedulerMetrics metrics) {
        this.publisher = publisher;
        this.kept = kept;
        this.metrics = metrics;
    }

    /// Answers the jobs that may be settled: all but those whose record could not be written.
    Set<JobId> publish(List<Job> ended) {
        var told = new HashSet<JobId>();
        for (var job : ended) {
            if (!isExhausted(job) || isPublished(job)) {
                told.add(job.id());
            }
        }
        return told;
    }

    private static boolean isExhausted(Job job) {
        var error = job.error();
        return error != null && error.code().equals(JobMachine.ATTEMPTS_EXHAUSTED);
    }

    private boolean isPublished(Job job) {
        try {
            job.currentTask().map(task -> record(job, task)).ifPresent(this::send);
            metrics.deadLettered();
            return true;
        } catch (CompletionException e) {
            log.warn(
                    "Dead letter not written, tried again later, {}: organization={} job={}",
                    e.getCause() == null ? e.toString() : e.getCause().toString(),
                    job.organization(),
                    job.id());
            return false;
        }
    }

    private void send(DeadTask task) {
        publisher.publish(task).join();
        kept.add(task);
    }

    private static DeadTask record(Job job, Task task) {
        var cause = Objects.requireNonNull(task.error() == null ? job.error() : task.error());
        return new DeadTask(
                job.organization(),
                job.id(),
                job.type(),
                job.spec(),
                task.id(),
                task.type(),
                task.attempt(),
                cause.code(),
                cause.message(),
                task.checkpoint(),
                Objects.requireNonNull(job.finishedAt()));
    }
}
