package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentModel;
import codex.jobs.worker.handlers.items.Instants;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the items of a chunk mention, by kind, so that it can be looked up in one go.
final class ChunkNeeds {

    final Set<String> labels = new HashSet<>();
    final Set<String> authors = new HashSet<>();
    final Set<String> assets = new HashSet<>();

    /// By site, as are the next ones.
    final Map<String, Set<String>> sections = new HashMap<>();

    final Map<String, Set<String>> references = new HashMap<>();
    final Map<String, Set<String>> urls = new HashMap<>();

    /// By field alias.
    final Map<String, Set<Object>> unique = new HashMap<>();

    void add(ItemHead head, String siteId, ContentModel model) {
        for (var label : EntryRules.each(head.system().get("labels"))) {
            addId(labels, label);
        }
        head.content()
                .forEach((alias, raw) ->
                        model.field(alias)
                                .ifPresent(field -> {
                                    for (var value : EntryRules.each(raw)) {
                                        add(field, value, siteId);
                                    }
                                }));
    }

    private void add(ContentField field, Object value, String siteId) {
        switch (field.type()) {
            case AUTHOR -> addId(authors, value);
            case MEDIA -> addId(assets, value);
            case SECTION -> addId(of(sections, siteId), value);
            case REFERENCE -> addId(of(references, siteId), value);
            case URL -> {
                if (value instanceof String text) {
                    UrlPath.normalised(text).ifPresent(of(urls, siteId)::add);
                }
            }
            default -> {}
        }
        var stored = field.validations().isUnique() ? stored(field, value) : null;
        if (stored != null) {
            unique.computeIfAbsent(field.alias(), _ -> new HashSet<>()).add(stored);
        }
    }

    /// As it would be found; only plain values can be unique.
    private static @Nullable Object stored(ContentField field, Object value) {
        return switch (field.type()) {
            case TEXT, RICH_TEXT, TAG, INTEGER, BOOLEAN -> value instanceof Map ? null : value;
            case URL -> value instanceof String text ? UrlPath.normalised(text).orElse(null) : null;
            case DATE_TIME -> Instants.parsed(value).orElse(null);
            case DECIMAL -> value instanceof Long n ? BigDecimal.valueOf(n) : value;
            default -> null;
        };
    }

    private static Set<String> of(Map<String, Set<String>> bySite, String siteId) {
        return bySite.computeIfAbsent(siteId, _ -> new HashSet<>());
    }

    private static void addId(Set<String> ids, Object value) {
        var id = FieldValues.id(value);
        if (id != null) {
            ids.add(id);
        }
    }
}
