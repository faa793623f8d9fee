package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentField;
import codex.jobs.worker.handlers.items.Findings;
import codex.jobs.worker.handlers.items.Findings.Weight;
import codex.jobs.worker.handlers.items.Instants;
import codex.jobs.worker.handlers.items.Pointer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON → what a field of a given type stores (`docs/content-model.md`, "models"). What has the
/// wrong type is fatal for the item; what does not exist is left out.
final class FieldValues {

    private final String siteId;
    private final Surroundings surroundings;
    private final Findings findings;

    FieldValues(String siteId, Surroundings surroundings, Findings findings) {
        this.siteId = siteId;
        this.surroundings = surroundings;
        this.findings = findings;
    }

    /// The value to store, or null if nothing is left of it. References are not looked at here.
    @Nullable Object of(ContentField field, Object raw, String path) {
        return switch (field.type()) {
            case SECTION -> sections(raw, path);
            case RICH_CONTENT ->
                    raw instanceof List || raw instanceof Map ? raw : wrong(field, path);
            default -> field.isList() ? list(field, raw, path) : one(field, raw, path);
        };
    }

    private @Nullable Object list(ContentField field, Object raw, String path) {
        if (!(raw instanceof List<?> values)) {
            return wrong(field, path);
        }
        var list = new ArrayList<>(values.size());
        for (var i = 0; i < values.size(); i++) {
            var at = Pointer.to(path, i);
            var raw1 = values.get(i);
            var value = raw1 == null ? wrong(field, at) : one(field, raw1, at);
            if (value != null) {
                list.add(value);
            }
        }
        return list;
    }

    private @Nullable Object one(ContentField field, Object raw, String path) {
        return switch (field.type()) {
            case TEXT, RICH_TEXT -> raw instanceof String ? raw : wrong(field, path);
            case TAG -> tag(field, raw, path);
            case INTEGER -> integer(field, raw, path);
            case DECIMAL -> decimal(field, raw, path);
            case BOOLEAN -> raw instanceof Boolean ? raw : wrong(field, path);
            case DATE_TIME -> dateTime(field, raw, path);
            case LOCATION -> location(field, raw, path);
            case URL -> url(field, raw, path);
            case MEDIA -> media(field, raw, path);
            case AUTHOR -> author(field, raw, path);
            case REFERENCE, SECTION, RICH_CONTENT -> throw new IllegalStateException();
        };
    }

    private @Nullable Object tag(ContentField field, Object raw, String path) {
        if (!(raw instanceof String text)) {
            return wrong(field, path);
        }
        var name = text.strip();
        if (name.isEmpty() || name.length() > 256) {
            findings.fatal("INVALID_TAG", "A tag has between 1 and 256 characters", path);
            return null;
        }
        return name;
    }

    private @Nullable Object integer(ContentField field, Object raw, String path) {
        if (raw instanceof Long) {
            return raw;
        }
        if (raw instanceof BigDecimal number && number.stripTrailingZeros().scale() <= 0) {
            try {
                return number.longValueExact();
            } catch (ArithmeticException _) {
                findings.fatal("INVALID_NUMBER", "The number does not fit into 64 bits", path);
                return null;
            }
        }
        return wrong(field, path);
    }

    private @Nullable Object decimal(ContentField field, Object raw, String path) {
        return switch (raw) {
            case Long number -> BigDecimal.valueOf(number);
            case BigDecimal number -> number;
            default -> wrong(field, path);
        };
    }

    private @Nullable Object dateTime(ContentField field, Object raw, String path) {
        if (!(raw instanceof String)) {
            return wrong(field, path);
        }
        var instant = Instants.parsed(raw);
        if (instant.isEmpty()) {
            findings.fatal(
                    "INVALID_DATE", "A time looks like 2026-01-31T12:00:00Z, with an offset", path);
        }
        return instant.orElse(null);
    }

    private @Nullable Object location(ContentField field, Object raw, String path) {
        var place = raw instanceof Map<?, ?> map ? map : Map.of();
        var lat = number(place.get("lat"));
        var lon = number(place.get("lon"));
        if (lat != null && lon != null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180) {
            var location = new LinkedHashMap<String, Object>();
            location.put("lat", lat);
            location.put("lon", lon);
            return location;
        }
        return wrong(field, path);
    }

    private static @Nullable Double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : null;
    }

    private @Nullable Object url(ContentField field, Object raw, String path) {
        if (!(raw instanceof String text)) {
            return wrong(field, path);
        }
        var url = UrlPath.normalised(text);
        if (url.isEmpty()) {
            findings.fatal("INVALID_URL", "A URL is a path such as /news/first/", path);
        }
        return url.orElse(null);
    }

    private @Nullable Object media(ContentField field, Object raw, String path) {
        var name = id(raw);
        if (name == null) {
            return wrong(field, path);
        }
        var asset = surroundings.assetId(name);
        if (asset.isEmpty()) {
            findings.add(Weight.BROKEN, "ASSET_NOT_FOUND", "There is no asset " + name, path);
            return null;
        }
        var media = new LinkedHashMap<String, @Nullable Object>();
        if (raw instanceof Map<?, ?> given) {
            given.forEach((key, value) -> media.put(String.valueOf(key), value));
        }
        media.put("id", asset.get());
        return media;
    }

    private @Nullable Object author(ContentField field, Object raw, String path) {
        var id = id(raw);
        if (id == null) {
            return wrong(field, path);
        }
        if (!surroundings.authorExists(id)) {
            findings.add(Weight.BROKEN, "AUTHOR_NOT_FOUND", "There is no author " + id, path);
            return null;
        }
        return new LinkedHashMap<>(Map.of("id", id));
    }

    private @Nullable Object sections(Object raw, String path) {
        var values = raw instanceof List<?> list ? list : List.of(raw);
        var sections = new ArrayList<Map<String, Object>>();
        var hasMain = false;
        for (var i = 0; i < values.size(); i++) {
            var at = Pointer.to(path, i);
            var id = id(values.get(i));
            if (id == null) {
                findings.fatal(
                        "INVALID_TYPE", "A section looks like {\"id\": …, \"isMain\": …}", at);
            } else if (!surroundings.sectionExists(siteId, id)) {
                findings.fatal(
                        "SECTION_NOT_FOUND", "There is no section " + id + " in the site", at);
            } else {
                var isMain =
                        values.get(i) instanceof Map<?, ?> section
                                && Boolean.TRUE.equals(section.get("isMain"));
                if (isMain && hasMain) {
                    findings.fatal(
                            "SEVERAL_MAIN_SECTIONS", "Only one section can be the main one", at);
                }
                hasMain |= isMain;
                sections.add(section(id, isMain));
            }
        }
        if (!hasMain && !sections.isEmpty()) {
            sections.getFirst().put("isMain", true);
            findings.add(
                    Weight.REPAIRED,
                    "MAIN_SECTION_CHOSEN",
                    "No section is the main one; the first was taken",
                    path);
        }
        return sections;
    }

    private static Map<String, Object> section(String id, boolean isMain) {
        var section = new LinkedHashMap<String, Object>();
        section.put("id", id);
        section.put("isMain", isMain);
        return section;
    }

    /// Things are named as `{"id": "…"}`, or by the id alone.
    static @Nullable String id(@Nullable Object raw) {
        var id = raw instanceof Map<?, ?> named ? named.get("id") : raw;
        return id instanceof String text && !text.isBlank() ? text : null;
    }

    private @Nullable Object wrong(ContentField field, String path) {
        findings.fatal(
                "INVALID_TYPE",
                "The field " + field.alias() + " does not hold a value of type " + field.type(),
                path);
        return null;
    }
}
