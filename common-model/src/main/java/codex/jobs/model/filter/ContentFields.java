package codex.jobs.model.filter;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentModel;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of models that a filter may name.
public final class ContentFields {

    /// Nothing is known: every alias may be right, and every condition must say its `_t`.
    public static final ContentFields UNKNOWN = new ContentFields(null);

    private final @Nullable Map<String, Set<ValueKind>> kinds;

    private ContentFields(@Nullable Map<String, Set<ValueKind>> kinds) {
        this.kinds = kinds;
    }

    /// The fields of these models, and no others.
    public static ContentFields of(Collection<ContentModel> models) {
        var kinds = new HashMap<String, Set<ValueKind>>();
        for (var model : models) {
            for (ContentField field : model.fields().values()) {
                var known =
                        kinds.computeIfAbsent(field.alias(), _ -> EnumSet.noneOf(ValueKind.class));
                ValueKind.of(field.type()).ifPresent(known::add);
            }
        }
        return new ContentFields(kinds);
    }

    /// How the field can be asked about: empty if no model has it, no kind if it holds nothing that
    /// can be compared, several if models differ.
    Optional<Set<ValueKind>> kinds(FilterField.Content field) {
        return kinds == null
                ? Optional.of(field.kinds())
                : Optional.ofNullable(kinds.get(field.alias()));
    }
}
