package codex.jobs.model.job;

/// One life of a worker or scheduler process. A restarted process has another session, so a lease
/// never outlives the process that took it.
public record SessionId(String value) {

    public SessionId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A session id cannot be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
