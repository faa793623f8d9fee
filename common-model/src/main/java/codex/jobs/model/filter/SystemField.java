package codex.jobs.model.filter;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// What every entry has, by its name in filters.
public enum SystemField implements FilterField {
    ID("Id", ValueKind.TEXT),
    SITE_ID("SiteId", ValueKind.TEXT),
    MODEL_ID("ModelId", ValueKind.TEXT),
    MODEL_ALIAS("ModelAlias", ValueKind.TEXT),
    EXTERNAL_ID("ExternalId", ValueKind.TEXT),
    STATUS("Status", ValueKind.STATUS),
    TITLE("Title", ValueKind.TEXT),
    SLUG("Slug", ValueKind.TEXT),
    VERSION_ID("VersionId", ValueKind.TEXT),
    LABELS("Labels", ValueKind.TEXT),
    CREATED_AT("CreatedAt", ValueKind.TIME),
    UPDATED_AT("UpdatedAt", ValueKind.TIME),
    PUBLISHED_AT("PublishedAt", ValueKind.TIME),
    FIRST_PUBLISHED_AT("FirstPublishedAt", ValueKind.TIME),
    UNPUBLISHED_AT("UnpublishedAt", ValueKind.TIME),
    CREATED_BY("CreatedBy", ValueKind.TEXT),
    UPDATED_BY("UpdatedBy", ValueKind.TEXT);

    private static final Map<String, SystemField> BY_NAME =
            Stream.of(values())
                    .collect(
                            toUnmodifiableMap(
                                    field -> field.word.toLowerCase(Locale.ROOT),
                                    Function.identity()));

    private final String word;
    private final ValueKind kind;

    SystemField(String word, ValueKind kind) {
        this.word = word;
        this.kind = kind;
    }

    /// As filters write it: `SiteId`.
    public String word() {
        return word;
    }

    /// As entries are stored and indexed: `siteId`.
    public String key() {
        return word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
    }

    ValueKind kind() {
        return kind;
    }

    @Override
    public Set<ValueKind> kinds() {
        return Set.of(kind);
    }

    /// By name, in any case.
    static Optional<SystemField> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }
}
