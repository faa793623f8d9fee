package codex.jobs.model.content;

import java.util.Locale;

/// What an environment holds: one collection per kind and generation (`docs/content-model.md`), in
/// the order in which environments are copied (specification 3.5).
public enum ContentKind {
    MODELS,
    SETTINGS,
    SITES,
    LABELS,
    AUTHORS,
    ASSET_FOLDERS,
    ASSETS,
    SECTIONS,
    TAGS,
    ENTRIES,
    ENTRY_VERSIONS,
    LISTS,
    VIEWS,
    URLS,
    /// Copies of what jobs have deleted.
    TRASH;

    /// The kind as it appears in collection names: `entry_versions`.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
