package codex.jobs.model.log;

/// How serious a log line is.
public enum LogType {
    INFO,
    WARNING,
    ERROR
}
