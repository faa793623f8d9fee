package codex.jobs.worker.handlers.export;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What entries refer to, under the names that a file has for it.
final class References {

    private final ContentReader reader;
    private final Scope scope;
    private final Map<String, Set<String>> fields = new HashMap<>();

    References(ContentReader reader, Scope scope) {
        this.reader = reader;
        this.scope = scope;
    }

    /// Looks up everything that these entries refer to.
    PageReferences of(List<Map<String, Object>> entries) {
        var ids = new HashSet<String>();
        for (var entry : entries) {
            var content = EntryJson.object(entry.get("content"));
            for (var field : fieldsOf(entry)) {
                PageReferences.ids(content.get(field), ids);
            }
        }
        var targets = new HashMap<String, PageReferences.Target>();
        for (var target :
                reader.byIds(
                        scope, ContentKind.ENTRIES, ids, "system.siteId", "system.externalId")) {
            var system = EntryJson.object(target.get("system"));
            targets.put(
                    String.valueOf(target.get("_id")),
                    new PageReferences.Target(
                            text(system.get("siteId")), text(system.get("externalId"))));
        }
        return new PageReferences(this::fieldsOf, targets);
    }

    /// The fields of an entry that hold references: none if its model is gone.
    private Set<String> fieldsOf(Map<String, Object> entry) {
        var model = String.valueOf(EntryJson.object(entry.get("system")).get("modelId"));
        return fields.computeIfAbsent(
                model,
                id ->
                        reader.modelByIdOrAlias(scope, id).stream()
                                .flatMap(found -> found.fields().values().stream())
                                .filter(field -> field.type() == FieldType.REFERENCE)
                                .map(ContentField::alias)
                                .collect(Collectors.toSet()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
