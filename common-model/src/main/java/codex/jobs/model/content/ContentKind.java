package codex.jobs.model.content;

import java.util.Locale;

/// What an environment holds: one collection per kind and generation (`docs/content-model.md`).
public enum ContentKind {
    MODELS,
    SITES,
    LABELS,
    AUTHORS,
    ASSETS,
    ASSET_FOLDERS,
    SECTIONS,
    TAGS,
    ENTRIES,
    ENTRY_VERSIONS,
    URLS,
    LISTS,
    VIEWS,
    /// Copies of what jobs have deleted.
    TRASH;

    /// The kind as it appears in collection names: `entry_versions`.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
