package codex.jobs.model.job;

import java.time.Instant;

/// A task's stay in its topic: since when, and how often it was sent. A command can get lost
/// between the write and the broker, so it is sent again until a worker claims the task.
public record Dispatch(Instant sentAt, int times) {}
