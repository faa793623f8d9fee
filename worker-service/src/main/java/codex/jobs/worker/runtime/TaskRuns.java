package codex.jobs.worker.runtime;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.Task;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.tenants.EnvironmentStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Makes the run of a claimed task, connected to the stores and the broker.
@Component
final class TaskRuns {

    private final JobSteps steps;
    private final EnvironmentStore environments;
    private final LogShipper shipper;
    private final WorkerMetrics metrics;
    private final InstantSource clock;

    TaskRuns(
            JobSteps steps,
            EnvironmentStore environments,
            LogShipper shipper,
            WorkerMetrics metrics,
            InstantSource clock) {
        this.steps = steps;
        this.environments = environments;
        this.shipper = shipper;
        this.metrics = metrics;
        this.clock = clock;
    }

    TaskRun of(Job job, Task task) {
        return new TaskRun(job, task, shipper.limitsOf(job.organization()), new Platform(), clock);
    }

    private final class Platform implements TaskRun.Surroundings {

        @Override
        public Optional<Job> checkpointed(TaskRun run, JobEvent.TaskCheckpointed event) {
            try {
                var next = steps.apply(run.job(), event, () -> run.stop().isAtOnce());
                next.ifPresent(_ -> metrics.chunkDone(run.task().type()));
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public void ship(TaskRun run, List<LogLine> lines) {
            shipper.ship(lines, () -> run.stop().isAtOnce());
        }

        @Override
        public Scope scopeOf(Job job) {
            return environments
                    .find(job.organization(), job.environment())
                    .map(Environment::scope)
                    .orElseThrow(() -> new IllegalStateException("The job's environment is gone"));
        }
    }
}
