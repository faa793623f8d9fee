package codex.jobs.model.job;

import codex.jobs.model.content.ContentKind;

/// What a delete job can delete, as the API names it, dependants first: whatever refers to others
/// goes before them (specification 3.3).
public enum ContentDeletion {
    DELETE_ENTRIES(ContentKind.ENTRIES, TaskType.REINDEX_ENTRIES),
    DELETE_LISTS(ContentKind.LISTS, TaskType.REINDEX_GENERAL),
    DELETE_VIEWS(ContentKind.VIEWS, TaskType.REINDEX_GENERAL),
    DELETE_URLS(ContentKind.URLS, TaskType.REINDEX_URLS),
    DELETE_TAGS(ContentKind.TAGS, TaskType.REINDEX_TAGS),
    DELETE_SECTIONS(ContentKind.SECTIONS, TaskType.REINDEX_GENERAL),
    DELETE_ASSETS(ContentKind.ASSETS, TaskType.REINDEX_GENERAL),
    DELETE_AUTHORS(ContentKind.AUTHORS, TaskType.REINDEX_GENERAL);

    private final ContentKind kind;
    private final TaskType reindex;

    ContentDeletion(ContentKind kind, TaskType reindex) {
        this.kind = kind;
        this.reindex = reindex;
    }

    public ContentKind kind() {
        return kind;
    }

    /// The task that takes what is gone out of its index.
    TaskType reindex() {
        return reindex;
    }

    /// Whether it belongs to an organization and not to a site. A job can mean those that only the
    /// entries of a site or model use.
    public boolean isShared() {
        return this == DELETE_ASSETS || this == DELETE_AUTHORS;
    }
}
