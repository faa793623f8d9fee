package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import codex.jobs.worker.handlers.items.Findings;
import codex.jobs.worker.handlers.items.Findings.Weight;
import codex.jobs.worker.handlers.items.Pointer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The content of one item against its model: everything that is wrong with it at once, with the
/// place of each (specification 3.2).
final class EntryRules {

    private final ContentModel model;
    private final String siteId;
    private final String entryId;
    private final Surroundings surroundings;
    private final boolean isLastChance;
    private final Findings findings;
    private final FieldValues values;
    private final FieldLimits limits;

    private final Map<String, List<String>> pending = new LinkedHashMap<>();
    private final Set<String> unresolved = new HashSet<>();
    private boolean mustWait;

    /// @param isLastChance whether what a required reference points to can still come
    EntryRules(
            ContentModel model,
            String siteId,
            String entryId,
            Surroundings surroundings,
            boolean isLastChance,
            Findings findings) {
        this.model = model;
        this.siteId = siteId;
        this.entryId = entryId;
        this.surroundings = surroundings;
        this.isLastChance = isLastChance;
        this.findings = findings;
        this.values = new FieldValues(siteId, surroundings, findings);
        this.limits = new FieldLimits(findings);
    }

    /// @param given what the item says; null clears a field
    /// @param kept what fields have that the item does not mention
    /// @param stillPending references of kept fields that are not resolved yet
    CheckedContent check(
            Map<String, Object> given,
            Map<String, Object> kept,
            Map<String, List<String>> stillPending) {
        var content = new LinkedHashMap<>(kept);
        pending.putAll(stillPending);
        given.forEach((alias, raw) -> {
            var path = Pointer.to("/content", alias);
            var field = model.fields().get(alias);
            if (field == null) {
                findings.fatal(
                        "UNKNOWN_FIELD",
                        "The model " + model.alias() + " has no field " + alias,
                        path);
                return;
            }
            pending.remove(alias);
            var value = raw == null ? null : value(field, raw, path);
            if (value == null) {
                content.remove(alias);
            } else {
                content.put(alias, value);
            }
        });
        model.fields().values().forEach(field -> required(field, content));
        return new CheckedContent(content, pending, mustWait);
    }

    private @Nullable Object value(ContentField field, Object raw, String path) {
        if (field.type() == FieldType.REFERENCE) {
            return references(field, raw, path);
        }
        var value = values.of(field, raw, path);
        if (value != null) {
            limits.check(field, value, path);
            checkUnique(field, value, path);
            checkUrl(field, value, path);
        }
        return value;
    }

    private void required(ContentField field, Map<String, Object> content) {
        if (!pending.containsKey(field.alias()) && !unresolved.contains(field.alias())) {
            var path = Pointer.to("/content", field.alias());
            limits.required(field, content.get(field.alias()), path);
        }
    }

    private void checkUnique(ContentField field, Object value, String path) {
        if (field.validations().isUnique()
                && surroundings.isUsed(siteId, model.id(), field.alias(), value, entryId)) {
            findings.add(
                    Weight.INCOMPLETE,
                    "NOT_UNIQUE",
                    "Another entry has the same " + field.alias(),
                    path);
        }
    }

    private void checkUrl(ContentField field, Object value, String path) {
        if (field.type() != FieldType.URL || !(value instanceof String url)) {
            return;
        }
        surroundings
                .urlOwner(siteId, url, entryId)
                .ifPresent(owner ->
                        findings.fatal(
                                "URL_TAKEN", "The URL " + url + " belongs to " + owner, path));
    }

    private @Nullable Object references(ContentField field, Object raw, String path) {
        var names = names(field, raw, path);
        var found = new ArrayList<Map<String, Object>>();
        var missing = new ArrayList<Integer>();
        var refused = new ArrayList<Integer>();
        for (var i = 0; i < names.size(); i++) {
            var target = surroundings.target(siteId, names.get(i));
            if (target.isEmpty()) {
                missing.add(i);
            } else if (isAllowed(field, target.get())) {
                found.add(new LinkedHashMap<>(Map.of("id", target.get().id())));
            } else {
                refused.add(i);
            }
        }
        var isNeeded = field.validations().isRequired() && found.isEmpty();
        if (!missing.isEmpty() && !isNeeded) {
            // The last pass looks at all of them, and says then what is wrong.
            pending.put(field.alias(), names);
            return found.isEmpty() ? null : field.isList() ? found : found.getFirst();
        }
        refused.forEach(i -> notAllowed(field, at(field, path, i), findings));
        if (!missing.isEmpty()) {
            unresolved.add(field.alias());
            if (isLastChance) {
                missing.forEach(i ->
                        findings.fatal(
                                "REFERENCE_NOT_FOUND",
                                "There is no entry " + names.get(i),
                                at(field, path, i)));
            } else {
                mustWait = true;
            }
        }
        return references(field, found, path, limits);
    }

    /// What a field of references holds: a list whose limits are checked, one, or nothing.
    static @Nullable Object references(
            ContentField field, List<Map<String, Object>> found, String path, FieldLimits limits) {
        if (found.isEmpty()) {
            return null;
        }
        if (field.isList()) {
            limits.check(field, found, path);
            return found;
        }
        return found.getFirst();
    }

    /// The place of the value at this position of a field.
    static String at(ContentField field, String path, int position) {
        return field.isList() ? Pointer.to(path, position) : path;
    }

    static void notAllowed(ContentField field, String path, Findings findings) {
        findings.add(
                Weight.BROKEN,
                "REFERENCE_NOT_ALLOWED",
                "The field " + field.alias() + " does not take entries of that model",
                path);
    }

    static boolean isAllowed(ContentField field, Surroundings.Target target) {
        return field.validations().models().isEmpty()
                || field.validations().models().contains(target.modelId());
    }

    private List<String> names(ContentField field, Object raw, String path) {
        var given = field.isList() && raw instanceof List<?> list ? list : listOf(raw);
        var names = new ArrayList<String>();
        for (var i = 0; i < given.size(); i++) {
            var name = FieldValues.id(given.get(i));
            if (name == null || field.isList() != raw instanceof List<?>) {
                findings.fatal(
                        "INVALID_TYPE", "A reference looks like {\"id\": …}", at(field, path, i));
            } else {
                names.add(name);
            }
        }
        return names;
    }

    private static List<Object> listOf(Object one) {
        return List.of(one);
    }

    /// The names that the references in an item's content use.
    static List<String> referenced(ContentModel model, Map<String, Object> content) {
        var names = new ArrayList<String>();
        model.fields()
                .values()
                .forEach(field -> {
                    if (field.type() == FieldType.REFERENCE) {
                        each(content.get(field.alias()))
                                .forEach(value -> {
                                    var name = FieldValues.id(value);
                                    if (name != null) {
                                        names.add(name);
                                    }
                                });
                    }
                });
        return names;
    }

    static List<?> each(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            default -> List.of(value);
        };
    }
}
