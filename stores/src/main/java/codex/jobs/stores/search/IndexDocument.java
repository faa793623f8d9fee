package codex.jobs.stores.search;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.EntryStatus;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an index keeps of a document; [Mappings] says what it knows of it.
public final class IndexDocument {

    private IndexDocument() {}

    /// Empty for what readers must not find.
    public static Optional<Map<String, Object>> of(ContentKind kind, Map<String, Object> stored) {
        return switch (kind) {
            case ENTRIES -> entry(stored);
            case ASSETS -> Optional.of(asset(stored));
            case SECTIONS, LISTS, VIEWS, AUTHORS, LABELS -> Optional.of(named(kind, stored));
            default -> Optional.of(flat(stored));
        };
    }

    private static Optional<Map<String, Object>> entry(Map<String, Object> stored) {
        var system = map(stored.get("system"));
        if (system.get("status") instanceof Number status
                && status.intValue() == EntryStatus.DELETED.number()) {
            return Optional.empty();
        }
        var document = flat(system);
        document.remove("metrics");
        document.put("id", stored.get("_id"));
        document.put(
                "labels",
                system.get("labels") instanceof List<?> labels
                        ? labels.stream().map(label -> map(label).get("id")).toList()
                        : List.of());
        var text = new StringBuilder();
        map(stored.get("content")).values().forEach(value -> appendText(text, value));
        document.put("text", text.toString());
        document.put("references", stored.getOrDefault("references", List.of()));
        return Optional.of(document);
    }

    private static Map<String, Object> asset(Map<String, Object> stored) {
        var document = flat(stored);
        document.remove("import");
        document.put("kind", "ASSET");
        return document;
    }

    /// What shares its index with other kinds.
    private static Map<String, Object> named(ContentKind kind, Map<String, Object> stored) {
        var document = flat(stored);
        document.put("kind", kind.name().substring(0, kind.name().length() - 1));
        return document;
    }

    private static Map<String, Object> flat(Map<String, Object> stored) {
        var document = new LinkedHashMap<String, Object>();
        stored.forEach((key, value) -> {
            if (!key.equals("_id")) {
                document.put(key, value instanceof Date date ? iso(date) : value);
            }
        });
        return document;
    }

    private static String iso(Date date) {
        return DateTimeFormatter.ISO_INSTANT.format(date.toInstant());
    }

    private static void appendText(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case String string -> text.append(string).append(' ');
            case List<?> list -> list.forEach(element -> appendText(text, element));
            case Map<?, ?> block -> {
                appendText(text, block.get("text"));
                appendText(text, block.get("content"));
            }
            case null, default -> {}
        }
    }

    @SuppressWarnings("unchecked") // documents have text keys
    private static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
