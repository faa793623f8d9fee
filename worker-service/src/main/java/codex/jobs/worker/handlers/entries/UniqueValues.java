package codex.jobs.worker.handlers.entries;

import java.util.HashMap;
import java.util.Map;

/// The values of an item that no other entry of its model may have.
final class UniqueValues {

    private UniqueValues() {}

    static Map<String, Object> of(Draft draft) {
        var values = new HashMap<String, Object>();
        var model = draft.model;
        if (model != null) {
            draft.content.forEach((alias, value) ->
                    model.field(alias)
                            .filter(field -> field.validations().isUnique())
                            .filter(field -> !field.isList())
                            .filter(_ -> value != null)
                            .ifPresent(_ -> values.put(alias, value)));
        }
        return values;
    }
}
