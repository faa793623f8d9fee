package codex.jobs.model.log;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;

/// The deterministic id of a log line: work that is done again gives its lines the same ids, so a
/// replay is stored once.
public record LogId(String value) {

    /// A line of one chunk. The attempt is left out on purpose: another attempt at the same chunk
    /// says the same.
    public static LogId ofChunk(TaskId task, long chunk, int line) {
        return new LogId(task.value() + ":c" + chunk + ":" + line);
    }

    /// A line of a task outside its chunks.
    public static LogId ofAttempt(TaskId task, int attempt, int line) {
        return new LogId(task.value() + ":a" + attempt + ":" + line);
    }

    /// A line about the job itself; `topic` names what it is about and is said once.
    public static LogId ofJob(JobId job, String topic) {
        return new LogId(job.value() + ":" + topic);
    }

    @Override
    public String toString() {
        return value;
    }
}
