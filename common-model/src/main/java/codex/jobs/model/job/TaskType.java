package codex.jobs.model.job;

import java.util.Locale;

/// The published task types, verbatim; each has a topic of its own and scales on its own.
public enum TaskType {
    PROCESS_ASSETS("codex.content.import", "Process assets"),
    PROCESS_ENTRIES("codex.content.import", "Process entries"),
    DELETE_CONTENT("codex.content.delete", "Delete content"),
    CLONE_DATABASE_DATA("codex.environment.clone", "Clone database data"),
    CLONE_INDEXED_DATA("codex.environment.clone", "Clone indexed data"),
    SYNC_DATABASE_DATA("codex.environment.sync", "Sync database data"),
    SYNC_INDEXED_DATA("codex.environment.sync", "Sync indexed data"),
    DELETE_ENVIRONMENT_DATA("codex.environment.delete", "Delete environment data"),
    REINDEX_ENTRIES("codex.content.reindex", "Reindex entries"),
    REINDEX_URLS("codex.content.reindex", "Reindex URLs"),
    REINDEX_TAGS("codex.content.reindex", "Reindex tags"),
    REINDEX_GENERAL("codex.content.reindex", "Reindex general"),
    CLONE_SITE("codex.site.clone", "Clone site");

    private final String consoleAppName;
    private final String displayName;

    TaskType(String consoleAppName, String displayName) {
        this.consoleAppName = consoleAppName;
        this.displayName = displayName;
    }

    /// The processor's name as clients see it (specification 1.5).
    public String consoleAppName() {
        return consoleAppName;
    }

    public String displayName() {
        return displayName;
    }

    /// The type as it appears in topic and group names: `process-entries`.
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
