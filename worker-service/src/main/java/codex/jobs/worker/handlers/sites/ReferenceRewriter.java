package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.FieldType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts other ids in the place of references (specification 3.8), wherever documents hold them
/// (`docs/content-model.md`), and leaves everything else as it is. One walk serves both for finding
/// the references and for replacing them, so that neither can miss what the other one sees.
final class ReferenceRewriter {

    private final Ids ids;
    private final LooseReferences loose;

    /// @param ids asked for every reference
    ReferenceRewriter(Ids ids) {
        this.ids = ids;
        this.loose = new LooseReferences(ids);
    }

    /// The content of an entry.
    ///
    /// @param fields the types of its model's fields; of others nothing is known
    Map<String, Object> content(Map<String, Object> content, Map<String, FieldType> fields) {
        var result = new LinkedHashMap<String, Object>();
        content.forEach((alias, value) -> {
            var next = field(alias, fields.get(alias), value);
            if (next != null) {
                result.put(alias, next);
            }
        });
        return result;
    }

    private @Nullable Object field(String alias, @Nullable FieldType type, @Nullable Object value) {
        return switch (type) {
            case REFERENCE -> typed(ContentKind.ENTRIES, value);
            case SECTION -> typed(ContentKind.SECTIONS, value);
            case RICH_TEXT -> value instanceof String text ? loose.inText(text) : value;
            case RICH_CONTENT -> loose.in(alias, value);
            case null -> loose.in(alias, value);
            case TEXT, INTEGER, DECIMAL, DATE_TIME, BOOLEAN, LOCATION, URL, MEDIA, AUTHOR, TAG ->
                    value;
        };
    }

    /// An id, an object with an id, or a list of them, all of one kind.
    @Nullable Object typed(ContentKind kind, @Nullable Object value) {
        return switch (value) {
            case List<?> list -> {
                var result = new ArrayList<@Nullable Object>(list.size());
                for (var one : list) {
                    result.add(typed(kind, one));
                }
                yield result;
            }
            case Map<?, ?> map when map.get("id") instanceof String id -> {
                var result = new LinkedHashMap<Object, @Nullable Object>(map);
                result.put("id", ids.of(kind, id));
                yield result;
            }
            case String id -> ids.of(kind, id);
            case null, default -> value;
        };
    }

    /// A document of which only its keys say what is a reference.
    Map<String, Object> document(Map<String, Object> document) {
        var result = new LinkedHashMap<String, Object>();
        document.forEach((key, value) -> {
            var next = loose.in(key, value);
            if (next != null) {
                result.put(key, next);
            }
        });
        return result;
    }
}
