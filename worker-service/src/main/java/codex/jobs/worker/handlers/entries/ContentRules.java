package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.FieldType;
import codex.jobs.worker.handlers.entries.Draft.Mention;
import codex.jobs.worker.handlers.entries.Draft.Reference;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Checks the content of an item against its model and turns each value into what is stored
/// (`docs/content-model.md`); every violation is found, not only the first.
final class ContentRules {

    private static final int MAX_DIGITS = 34;

    private final Draft draft;

    private ContentRules(Draft draft) {
        this.draft = draft;
    }

    static void check(Draft draft) {
        var model = draft.model;
        if (model == null) {
            return;
        }
        var rules = new ContentRules(draft);
        SystemRules.object(draft, draft.item.json().get("content"), "/content")
                .forEach((alias, value) -> {
                    var path = "/content/" + SystemRules.pointer(alias);
                    model.field(alias)
                            .ifPresentOrElse(
                                    field -> rules.field(field, value, path),
                                    () ->
                                            draft.findings.refuse(
                                                    "UNKNOWN_FIELD",
                                                    "The model %s has no field %s"
                                                            .formatted(
                                                                    model.alias(),
                                                                    SystemRules.quoted(alias)),
                                                    path));
                });
    }

    private void field(ContentField field, @Nullable Object value, String path) {
        if (value == null) {
            draft.content.put(field.alias(), null);
            return;
        }
        var stored =
                field.isList() || field.type() == FieldType.SECTION
                        ? list(field, value, path)
                        : one(field, value, 0, path);
        if (stored != null) {
            draft.content.put(field.alias(), stored);
            ValueRules.check(draft, field, stored, path);
        }
    }

    private @Nullable Object list(ContentField field, Object value, String path) {
        if (!(value instanceof List<?> values)) {
            return wrong("This must be a list", path);
        }
        var stored = new ArrayList<Object>();
        for (var i = 0; i < values.size(); i++) {
            var element = one(field, values.get(i), i, path + "/" + i);
            if (element != null) {
                stored.add(element);
            }
        }
        return field.type() == FieldType.SECTION ? withMain(stored, path) : stored;
    }

    private @Nullable Object one(
            ContentField field, @Nullable Object value, int position, String path) {
        return switch (field.type()) {
            case TEXT, RICH_TEXT -> value instanceof String ? value : wrong("a text", path);
            case INTEGER -> value instanceof Long ? value : wrong("a whole number", path);
            case DECIMAL -> decimal(value, path);
            case BOOLEAN -> value instanceof Boolean ? value : wrong("true or false", path);
            case DATE_TIME -> dateTime(value, path);
            case LOCATION -> location(value, path);
            case URL -> url(field, value, path);
            case TAG -> tag(value, path);
            case MEDIA -> named(value, path, draft.assets);
            case AUTHOR -> named(value, path, draft.authors);
            case SECTION -> section(value, path);
            case REFERENCE -> reference(field, value, position, path);
            case RICH_CONTENT ->
                    value instanceof List<?> || value instanceof Map<?, ?>
                            ? value
                            : wrong("a list of blocks", path);
        };
    }

    private @Nullable Object decimal(@Nullable Object value, String path) {
        var number =
                switch (value) {
                    case Long whole -> BigDecimal.valueOf(whole);
                    case BigDecimal decimal -> decimal;
                    case null, default -> null;
                };
        return number != null && number.precision() <= MAX_DIGITS && Math.abs(number.scale()) < 6000
                ? number
                : wrong("a number of at most 34 digits", path);
    }

    private @Nullable Object dateTime(@Nullable Object value, String path) {
        var date = SystemRules.date(Objects.requireNonNullElse(value, ""));
        if (date.isEmpty()) {
            draft.findings.refuse("INVALID_DATE", "A date looks like 2024-05-14T10:00:00Z", path);
        }
        return date.orElse(null);
    }

    private @Nullable Object location(@Nullable Object value, String path) {
        if (value instanceof Map<?, ?> place
                && place.get("lat") instanceof Number lat
                && place.get("lon") instanceof Number lon
                && Math.abs(lat.doubleValue()) <= 90
                && Math.abs(lon.doubleValue()) <= 180) {
            return Map.of("lat", lat.doubleValue(), "lon", lon.doubleValue());
        }
        return wrong("{\"lat\": -90…90, \"lon\": -180…180}", path);
    }

    private @Nullable Object url(ContentField field, @Nullable Object value, String path) {
        if (!(value instanceof String text) || text.isBlank() || text.length() > 2_000) {
            return wrong("a path of at most 2,000 characters", path);
        }
        var url = ("/" + text.strip()).replaceAll("/{2,}", "/");
        draft.urls.put(field.alias(), url);
        return url;
    }

    private @Nullable Object tag(@Nullable Object value, String path) {
        if (!(value instanceof String text) || text.isBlank() || text.length() > 256) {
            return wrong("a text of 1 to 256 characters", path);
        }
        var name = text.strip().replaceAll("\\s+", " ");
        draft.tags.add(name);
        return name;
    }

    private @Nullable Object named(@Nullable Object value, String path, List<Mention> mentions) {
        if (value instanceof Map<?, ?> object && object.get("id") instanceof String id) {
            mentions.add(new Mention(id, path + "/id"));
            return object;
        }
        return wrong("{\"id\": …}", path);
    }

    private @Nullable Object section(@Nullable Object value, String path) {
        if (value instanceof Map<?, ?> object && object.get("id") instanceof String id) {
            draft.sections.add(new Mention(id, path + "/id"));
            var section = new LinkedHashMap<String, Object>();
            section.put("id", id);
            section.put("isMain", Boolean.TRUE.equals(object.get("isMain")));
            return section;
        }
        return wrong("{\"id\": …, \"isMain\": …}", path);
    }

    /// At most one is the main one (specification 3.2, "Sections").
    @SuppressWarnings("unchecked") // what section() makes
    private List<Object> withMain(List<Object> sections, String path) {
        var main =
                sections.stream()
                        .filter(section -> Boolean.TRUE.equals(((Map<?, ?>) section).get("isMain")))
                        .count();
        if (main > 1) {
            draft.findings.refuse(
                    "MAIN_SECTION_NOT_UNIQUE", "Only one section can be the main one", path);
        } else if (main == 0 && !sections.isEmpty()) {
            ((Map<String, Object>) sections.getFirst()).put("isMain", true);
            draft.findings.warn(
                    "MAIN_SECTION_CHOSEN", "No section was the main one; the first is now", path);
        }
        return sections;
    }

    private @Nullable Object reference(
            ContentField field, @Nullable Object value, int position, String path) {
        var target =
                switch (value) {
                    case String text -> text;
                    case Map<?, ?> object when object.get("id") instanceof String id -> id;
                    case null, default -> null;
                };
        if (target == null || target.isBlank()) {
            return wrong("{\"id\": …}", path);
        }
        draft.references.add(new Reference(field.alias(), position, target, path));
        return Map.of("id", target);
    }

    private @Nullable Object wrong(String expected, String path) {
        draft.findings.refuse(
                "INVALID_TYPE",
                expected.startsWith("This") ? expected : "This must be " + expected,
                path);
        return null;
    }
}
