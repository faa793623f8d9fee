package codex.jobs.model.job;

import java.time.Instant;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/// What tests say about a job.
public final class JobAssert extends AbstractAssert<JobAssert, Job> {

    private JobAssert(@Nullable Job job) {
        super(job, JobAssert.class);
    }

    public static JobAssert assertThat(@Nullable Job job) {
        return new JobAssert(job);
    }

    public JobAssert hasStatus(JobStatus status) {
        Assertions.assertThat(job().status()).as("status of %s", job()).isEqualTo(status);
        return this;
    }

    public JobAssert hasOutcome(@Nullable JobOutcome outcome) {
        Assertions.assertThat(job().outcome()).as("outcome of %s", job()).isEqualTo(outcome);
        return this;
    }

    public JobAssert hasTasks(TaskStatus... statuses) {
        Assertions.assertThat(job().tasks()).extracting(Task::status).containsExactly(statuses);
        return this;
    }

    public JobAssert hasLiveness(Class<? extends Liveness> liveness, Instant now) {
        Assertions.assertThat(Liveness.of(job(), now)).as("%s", job()).isInstanceOf(liveness);
        return this;
    }

    public JobAssert isLeasedBy(@Nullable SessionId session) {
        Assertions.assertThat(job().leaseOwner()).isEqualTo(session);
        return this;
    }

    /// Nobody may forget it: it is settled, leased or queued, or says when to look at it.
    public JobAssert isNeverForgotten() {
        Assertions.assertThat(
                        job().settled()
                                || job().leaseOwner() != null
                                || job().queueWait() != null
                                || job().wakeAt() != null)
                .as("settled, leased, queued or to be woken: %s", job())
                .isTrue();
        return this;
    }

    private Job job() {
        isNotNull();
        return actual;
    }
}
