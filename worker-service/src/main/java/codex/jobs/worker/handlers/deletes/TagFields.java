package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which fields of entries name tags.
final class TagFields {

    private final Map<String, List<String>> byModel = new HashMap<>();

    TagFields(ContentReader reader, Scope scope) {
        for (var model : reader.models(scope)) {
            byModel.put(
                    model.id(),
                    model.fields().values().stream()
                            .filter(field -> field.type() == FieldType.TAG)
                            .map(ContentField::alias)
                            .toList());
        }
    }

    /// Their aliases, of all models.
    Set<String> aliases() {
        var aliases = new LinkedHashSet<String>();
        byModel.values().forEach(aliases::addAll);
        return aliases;
    }

    /// The ids of the tags that these entries have.
    Set<String> tags(Collection<StoredEntry> entries) {
        var tags = new LinkedHashSet<String>();
        for (var entry : entries) {
            byModel.getOrDefault(entry.modelId(), List.of())
                    .forEach(alias -> tags.addAll(entry.tagsIn(alias)));
        }
        return tags;
    }
}
