package codex.jobs.model.job;

import org.jspecify.annotations.Nullable;

/// Why a job or task failed, in words for the person who created it.
public record JobError(String code, String message, @Nullable TaskId taskId, boolean retryable) {}
