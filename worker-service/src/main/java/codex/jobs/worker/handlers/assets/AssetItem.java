package codex.jobs.worker.handlers.assets;

import codex.jobs.worker.handlers.items.Findings;
import codex.jobs.worker.handlers.items.Findings.Weight;
import codex.jobs.worker.handlers.items.Instants;
import codex.jobs.worker.handlers.items.Pointer;
import codex.jobs.worker.handlers.items.ReadItem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An item as far as it can be judged without looking at anything else (specification 1.6, 3.1).
///
/// @param id the external id; null where it is missing or unusable, which is a finding
/// @param fileUrl where its bytes are, if it says so
/// @param folderId the folder it is to lie in, if it names one
/// @param values what the item says about the other fields: only keys that it has
/// @param cleared fields that it sets to null
/// @param attrs attributes to set; a null value removes one
record AssetItem(
        long index,
        @Nullable String id,
        @Nullable String fileUrl,
        @Nullable String folderId,
        Map<String, Object> values,
        Set<String> cleared,
        Map<String, Optional<String>> attrs,
        Findings findings) {

    private static final int LONGEST_ID = 256;
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_TAG = 256;
    private static final int MOST_TAGS = 1_000;
    private static final int MOST_ATTRS = 1_000;

    static AssetItem of(ReadItem item) {
        return switch (item) {
            case ReadItem.Broken(var index, var code, var message, var path) -> {
                var findings = new Findings();
                findings.fatal(code, message, path);
                yield new AssetItem(
                        index, null, null, null, Map.of(), Set.of(), Map.of(), findings);
            }
            case ReadItem.Whole whole -> new Reading(whole).item();
        };
    }

    /// Whether bytes may have to be fetched for the item, judged by its text alone.
    static boolean namesFile(ReadItem item) {
        return item instanceof ReadItem.Whole whole
                && whole.root().entrySet().stream()
                        .anyMatch(entry ->
                                entry.getKey().strip().equals("fileUrl")
                                        && entry.getValue() != null);
    }

    /// Goes through the keys of one item.
    private static final class Reading {

        private final ReadItem.Whole whole;
        private final Findings findings = new Findings();
        private final Map<String, Object> values = new LinkedHashMap<>();
        private final Set<String> cleared = new LinkedHashSet<>();
        private final Map<String, Optional<String>> attrs = new LinkedHashMap<>();
        private final Set<String> seen = new LinkedHashSet<>();
        private @Nullable String id;
        private @Nullable String fileUrl;
        private @Nullable String folderId;

        Reading(ReadItem.Whole whole) {
            this.whole = whole;
        }

        AssetItem item() {
            whole.root()
                    .forEach((key, value) -> {
                        // The published schema has `copyright ` with a blank at its end.
                        var name = key.strip();
                        var path = Pointer.to("", key);
                        if (!seen.add(name)) {
                            findings.add(
                                    Weight.REPAIRED,
                                    "DUPLICATE_KEY",
                                    "The item has this key more than once; the last one counts",
                                    path);
                        }
                        one(name, value, path);
                    });
            if (!seen.contains("id")) {
                findings.fatal("ID_REQUIRED", "The item has no id", "/id");
            }
            return new AssetItem(
                    whole.index(), id, fileUrl, folderId, values, cleared, attrs, findings);
        }

        private void one(String name, @Nullable Object value, String path) {
            cleared.remove(name);
            values.remove(name);
            switch (name) {
                case "id" -> id = id(value, path);
                case "fileUrl" -> fileUrl = fileUrl(value, path);
                case "folderId" -> {
                    folderId = text(name, value, LONGEST_ID, path);
                    if (folderId != null && folderId.isBlank()) {
                        findings.fatal("FOLDER_NOT_FOUND", "There is no such folder", path);
                    }
                }
                case "title",
                        "caption",
                        "alt",
                        "author",
                        "source",
                        "provider",
                        "copyright",
                        "createdBy",
                        "updatedBy" ->
                        put(name, text(name, value, LONGEST_TEXT, path));
                case "createdAt", "updatedAt", "expiresAt" -> put(name, date(name, value, path));
                case "tags" -> put(name, tags(value, path));
                case "attrs" -> attrs(value, path);
                default ->
                        findings.fatal("INVALID_FIELD", "Assets have no field of this name", path);
            }
        }

        private void put(String name, @Nullable Object value) {
            if (value != null) {
                values.put(name, value);
            }
        }

        private @Nullable String id(@Nullable Object value, String path) {
            if (value == null || (value instanceof String text && text.isBlank())) {
                findings.fatal("ID_REQUIRED", "The id is empty", path);
                return null;
            }
            if (value instanceof String text && text.length() <= LONGEST_ID) {
                return text;
            }
            findings.fatal("INVALID_FIELD", "An id is a text of at most 256 characters", path);
            return null;
        }

        private @Nullable String fileUrl(@Nullable Object value, String path) {
            if (value == null) {
                cleared.add("fileUrl");
                return null;
            }
            if (value instanceof String text && !text.isBlank()) {
                var address = text.strip();
                if (AssetAddress.isAbsolute(address) && AssetAddress.of(address).isEmpty()) {
                    findings.fatal("INVALID_URL", "Not an http or https address", path);
                }
                return address;
            }
            findings.fatal("INVALID_URL", "Not an http or https address", path);
            return "";
        }

        private @Nullable String text(
                String name, @Nullable Object value, int longest, String path) {
            if (value == null) {
                cleared.add(name);
                return null;
            }
            if (value instanceof String text && text.length() <= longest) {
                return text;
            }
            findings.fatal(
                    "INVALID_FIELD", "Not a text of at most " + longest + " characters", path);
            return null;
        }

        private @Nullable Object date(String name, @Nullable Object value, String path) {
            if (value == null) {
                cleared.add(name);
                return null;
            }
            var date = Instants.parsed(value);
            if (date.isEmpty()) {
                findings.fatal("INVALID_DATE", "Not a time such as 2024-04-04T00:00:00Z", path);
            }
            return date.orElse(null);
        }

        private @Nullable Object tags(@Nullable Object value, String path) {
            if (value == null) {
                cleared.add("tags");
                return null;
            }
            if (!(value instanceof List<?> list) || list.size() > MOST_TAGS) {
                findings.fatal("INVALID_FIELD", "Not a list of at most 1000 texts", path);
                return null;
            }
            var tags = new LinkedHashSet<String>();
            for (var i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof String tag
                        && !tag.isBlank()
                        && tag.length() <= LONGEST_TAG) {
                    tags.add(tag.strip());
                } else {
                    findings.fatal(
                            "INVALID_FIELD",
                            "A tag is a text of 1 to 256 characters",
                            Pointer.to(path, i));
                }
            }
            return List.copyOf(tags);
        }

        private void attrs(@Nullable Object value, String path) {
            attrs.clear();
            if (value == null) {
                cleared.add("attrs");
                return;
            }
            if (!(value instanceof Map<?, ?> map) || map.size() > MOST_ATTRS) {
                findings.fatal("INVALID_FIELD", "Not an object of at most 1000 texts", path);
                return;
            }
            map.forEach((key, text) -> {
                var name = String.valueOf(key);
                if (text == null) {
                    attrs.put(name, Optional.empty());
                } else if (text instanceof String given && given.length() <= LONGEST_TEXT) {
                    attrs.put(name, Optional.of(given));
                } else {
                    findings.fatal(
                            "INVALID_FIELD",
                            "An attribute is a text of at most 10000 characters",
                            Pointer.to(path, name));
                }
            });
        }
    }
}
