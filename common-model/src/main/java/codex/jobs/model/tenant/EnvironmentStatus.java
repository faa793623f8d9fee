package codex.jobs.model.tenant;

/// Where an environment stands. Content can be read and changed only in [#READY].
public enum EnvironmentStatus {
    CREATING,
    READY,
    SYNCING,
    DELETING,
    FAILED
}
