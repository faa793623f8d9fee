package codex.jobs.worker.runtime;

import codex.jobs.model.job.TaskType;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How much this worker does, and how long anything may take.
///
/// @param taskTypes which tasks it takes; empty means all that it has a handler for
/// @param concurrency slots: tasks at the same time, over all types; at least 1
/// @param claimBatch tasks of one type taken at once; a type asks for more only while so many slots
///   are free. 0 means a quarter of the slots
/// @param lease how long the session may stay unseen before its tasks stop here; the scheduler's
///   own limit must not be shorter
/// @param shutdown how long running tasks may take to reach the end of their chunk at shutdown
@ConfigurationProperties("codex.jobs.worker")
public record WorkerProperties(
        @DefaultValue Set<TaskType> taskTypes,
        @DefaultValue("16") int concurrency,
        @DefaultValue("0") int claimBatch,
        @DefaultValue("5s") Duration lease,
        @DefaultValue("20s") Duration shutdown,
        @DefaultValue AttemptLimits attempt,
        @DefaultValue LogLimits log) {

    public WorkerProperties {
        taskTypes = Set.copyOf(taskTypes);
        if (concurrency < 1) {
            throw new IllegalArgumentException("A worker needs a slot");
        }
        claimBatch = claimBatch == 0 ? Math.max(1, concurrency / 4) : claimBatch;
        if (claimBatch < 1 || claimBatch > concurrency) {
            throw new IllegalArgumentException("A claim batch must fit the slots");
        }
    }

    /// How long one attempt may take.
    ///
    /// @param timeout from its claim to its end
    /// @param stall from one finished chunk to the next
    /// @param interrupt after either, until the attempt is failed even though its handler has not
    ///   returned; the worker then reports itself as broken
    /// @param cancel from a request to cancel, which ends a task between two chunks, until a chunk
    ///   under way is interrupted
    /// @param types other limits for some kinds of tasks
    public record AttemptLimits(
            @DefaultValue("6h") Duration timeout,
            @DefaultValue("15m") Duration stall,
            @DefaultValue("10s") Duration interrupt,
            @DefaultValue("700ms") Duration cancel,
            @DefaultValue Map<TaskType, TypeLimits> types) {

        public AttemptLimits {
            types = Map.copyOf(types);
        }

        Duration timeout(TaskType type) {
            var own = types.get(type);
            return own == null || own.timeout() == null ? timeout : own.timeout();
        }

        Duration stall(TaskType type) {
            var own = types.get(type);
            return own == null || own.stall() == null ? stall : own.stall();
        }
    }

    /// How long an attempt at one kind of task may take; null is as for all kinds.
    public record TypeLimits(@Nullable Duration timeout, @Nullable Duration stall) {}
}
