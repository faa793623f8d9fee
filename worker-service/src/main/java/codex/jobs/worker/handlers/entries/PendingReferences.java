package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// References of an entry that the import has still to make real: a mark in the entry itself, with
/// all names of the field as the file gave them.
final class PendingReferences {

    private PendingReferences() {}

    static Map<String, List<String>> of(Map<String, Object> entry) {
        var pending = new LinkedHashMap<String, List<String>>();
        for (var mark : EntryRules.each(EntryState.stamp(entry).get("pending"))) {
            if (mark instanceof Map<?, ?> field) {
                var names = new ArrayList<String>();
                EntryRules.each(field.get("names"))
                        .forEach(name -> names.add(String.valueOf(name)));
                pending.put(String.valueOf(field.get("field")), names);
            }
        }
        return pending;
    }

    static List<Map<String, Object>> marks(Map<String, List<String>> pending) {
        var marks = new ArrayList<Map<String, Object>>();
        pending.forEach((field, names) -> {
            var mark = new LinkedHashMap<String, Object>();
            mark.put("field", field);
            mark.put("names", names);
            marks.add(mark);
        });
        return marks;
    }

    /// The ids in all reference fields, each once.
    static List<String> ids(ContentModel model, Map<String, Object> content) {
        var ids = new LinkedHashSet<String>();
        for (var field : model.fields().values()) {
            if (field.type() == FieldType.REFERENCE) {
                for (var value : EntryRules.each(content.get(field.alias()))) {
                    var id = FieldValues.id(value);
                    if (id != null) {
                        ids.add(id);
                    }
                }
            }
        }
        return List.copyOf(ids);
    }
}
