package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.job.JobSpec;
import codex.jobs.worker.handlers.items.Findings;
import codex.jobs.worker.handlers.items.Findings.Weight;
import codex.jobs.worker.handlers.items.Pointer;
import codex.jobs.worker.handlers.items.ReadItem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An item as far as it can be understood without its model.
///
/// @param key what the file calls the entry: its external id, or the id of an existing one
/// @param keyPath where the item says so
/// @param siteId where it belongs, from the item or the job
/// @param model its model by id or alias, from the item or the job
/// @param modelPath where the item says so, or would
/// @param status what it is to be; null where the item does not say
/// @param system its other system fields, as given
/// @param hasGenerated whether it brings values that are always generated here
record ItemHead(
        long index,
        @Nullable String key,
        String keyPath,
        @Nullable String siteId,
        @Nullable String model,
        String modelPath,
        @Nullable EntryStatus status,
        Map<String, Object> system,
        Map<String, Object> content,
        Map<String, Object> attrs,
        boolean hasGenerated,
        Findings findings) {

    private static final int LONGEST_KEY = 256;

    private static final Set<String> ROOT =
            Set.of("id", "system", "content", "attrs", "references");
    private static final Set<String> SYSTEM =
            Set.of(
                    "title",
                    "siteId",
                    "modelId",
                    "modelAlias",
                    "externalId",
                    "status",
                    "versionId",
                    "metrics",
                    "labels",
                    "slug",
                    "createdAt",
                    "updatedAt",
                    "publishedAt",
                    "firstPublishedAt",
                    "unpublishedAt",
                    "createdBy",
                    "updatedBy");

    static ItemHead of(ReadItem item, JobSpec.ImportEntries spec) {
        var findings = new Findings();
        return switch (item) {
            case ReadItem.Broken(var index, var code, var message, var path) -> {
                findings.fatal(code, message, path);
                yield new ItemHead(
                        index, null, "/id", null, null, "", null, Map.of(), Map.of(), Map.of(),
                        false, findings);
            }
            case ReadItem.Whole(var index, _, var root) -> read(index, root, spec, findings);
        };
    }

    private static ItemHead read(
            long index, Map<String, Object> root, JobSpec.ImportEntries spec, Findings findings) {
        var system = object(root, "system", findings);
        note(root, ROOT, "", findings);
        note(system, SYSTEM, "/system", findings);
        var keyPath = "/id";
        var key = text(root.get("id"), keyPath, findings);
        if (key == null && system.get("externalId") != null) {
            keyPath = "/system/externalId";
            key = text(system.get("externalId"), keyPath, findings);
        }
        if (key != null && (key.length() > LONGEST_KEY || key.indexOf('\0') >= 0)) {
            findings.fatal("INVALID_ID", "An id has at most 256 characters", keyPath);
            key = null;
        }
        var site = text(system.get("siteId"), "/system/siteId", findings);
        var modelPath = "/system/modelId";
        var model = text(system.get("modelId"), modelPath, findings);
        if (model == null) {
            modelPath = "/system/modelAlias";
            model = text(system.get("modelAlias"), modelPath, findings);
        }
        return new ItemHead(
                index,
                key,
                keyPath,
                site == null ? spec.siteId() : site,
                model == null ? spec.model() : model,
                modelPath,
                status(system.get("status"), findings),
                system,
                object(root, "content", findings),
                object(root, "attrs", findings),
                system.get("versionId") != null || system.get("metrics") != null,
                findings);
    }

    /// The given version, which only matters when nothing but an update is allowed.
    @Nullable String versionId() {
        return system.get("versionId") instanceof String version ? version : null;
    }

    private static void note(
            Map<String, Object> object, Set<String> known, String path, Findings findings) {
        for (var key : object.keySet()) {
            if (!known.contains(key)) {
                findings.add(
                        Weight.REPAIRED,
                        "UNKNOWN_KEY",
                        "The key " + key + " is unknown here and was ignored",
                        Pointer.to(path, key));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(
            Map<String, Object> root, String key, Findings findings) {
        return switch (root.get(key)) {
            case null -> Map.of();
            case Map<?, ?> map -> (Map<String, Object>) map;
            default -> {
                findings.fatal("INVALID_TYPE", key + " must be an object", "/" + key);
                yield Map.of();
            }
        };
    }

    private static @Nullable String text(@Nullable Object value, String path, Findings findings) {
        return switch (value) {
            case null -> null;
            case String text when text.isBlank() -> null;
            case String text -> text;
            case Long number -> number.toString();
            default -> {
                findings.fatal("INVALID_TYPE", "This must be a text", path);
                yield null;
            }
        };
    }

    private static @Nullable EntryStatus status(@Nullable Object value, Findings findings) {
        Optional<EntryStatus> status =
                switch (value) {
                    case Long number -> EntryStatus.of(number);
                    case String name -> EntryStatus.named(name);
                    case null, default -> Optional.empty();
                };
        if (value != null && status.isEmpty()) {
            findings.fatal(
                    "INVALID_STATUS",
                    "A status is a number from 1 to 7 or a name such as PUBLISHED",
                    "/system/status");
        }
        return status.orElse(null);
    }
}
