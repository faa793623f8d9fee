package codex.jobs.worker.handlers.assets;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.chunks.ChunkLine;
import codex.jobs.stores.content.AssetWrite;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.worker.handlers.items.Findings.Weight;
import codex.jobs.worker.handlers.items.ReadItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Decides what becomes of each item of a chunk, in the order of the file (specification 3.1).
/// Reads what it needs, writes nothing: the same items and files on the same content give the same
/// plan.
final class AssetPlanner {

    private final ContentReader reader;
    private final Scope scope;
    private final Job job;
    private final ImportConflictMode mode;

    AssetPlanner(ContentReader reader, Scope scope, Job job, JobSpec.ImportAssets spec) {
        this.reader = reader;
        this.scope = scope;
        this.job = job;
        this.mode = spec.conflictMode();
    }

    /// The items whose bytes have to be fetched before the chunk can be planned.
    List<AssetItem> toFetch(List<ReadItem> read) {
        var items = read.stream().map(AssetItem::of).toList();
        var states = states(items);
        return items.stream()
                .filter(item -> !item.findings().isFatal() && item.fileUrl() != null)
                .filter(item -> {
                    var state = state(states, item);
                    var isOwn = state.isFrom(job.id().value());
                    var isUnwanted =
                            mode == ImportConflictMode.CREATE_ONLY
                                    ? state.stored() != null && !isOwn
                                    : mode == ImportConflictMode.UPDATE_ONLY
                                            && state.stored() == null;
                    return !isUnwanted && isOtherFile(item, state);
                })
                .toList();
    }

    /// Members of an archive are always read: the same name says nothing about another archive.
    private boolean isOtherFile(AssetItem item, AssetState state) {
        var address = Objects.requireNonNull(item.fileUrl());
        return mode == ImportConflictMode.REPLACE
                || !AssetAddress.isAbsolute(address)
                || state.stored() == null
                || state.stored().get("file") == null
                || !address.equals(state.stored().get("fileUrl"));
    }

    /// @param fetched what came of the items of [#toFetch], by their numbers
    /// @param now the time that new assets carry
    AssetPlan plan(List<ReadItem> read, Map<Long, Fetched> fetched, long chunk, Instant now) {
        var items = read.stream().map(AssetItem::of).toList();
        var states = states(items);
        var folders = folders(items);
        var counts = new EnumMap<Done, Long>(Done.class);
        var lines = new ArrayList<ChunkLine>();
        var unapplied = new ArrayList<Long>();
        for (var item : items) {
            var state = item.id() == null ? new AssetState(null) : state(states, item);
            var done =
                    one(
                            item,
                            state,
                            Optional.ofNullable(fetched.get(item.index())),
                            folders,
                            chunk,
                            now);
            counts.merge(done, 1L, Long::sum);
            if (done == Done.FAILED || done == Done.SKIPPED) {
                unapplied.add(item.index());
            }
            var asset = state.asset();
            var assetId =
                    done == Done.FAILED || asset == null ? null : String.valueOf(asset.get("_id"));
            lines.addAll(item.findings().lines(item.index(), assetId, item.id(), false));
        }
        var writes = new ArrayList<AssetWrite>();
        for (var state : states.values()) {
            if (state.isChanged()) {
                writes.add(new AssetWrite(Objects.requireNonNull(state.asset()), state.stored()));
            }
        }
        return new AssetPlan(writes, counts(counts, lines), lines, unapplied);
    }

    private Done one(
            AssetItem item,
            AssetState state,
            Optional<Fetched> fetched,
            Set<String> folders,
            long chunk,
            Instant now) {
        var findings = item.findings();
        if (item.folderId() != null && !folders.contains(item.folderId())) {
            findings.fatal("FOLDER_NOT_FOUND", "There is no such folder", "/folderId");
        }
        if (item.id() != null && state.isDone(job.id().value(), chunk)) {
            return Done.WRITTEN;
        }
        var exists = state.asset() != null;
        if (item.id() != null) {
            var skipped = conflict(item, state);
            if (skipped.isPresent()) {
                return skipped.get();
            }
            if (item.fileUrl() == null && (!exists || item.cleared().contains("fileUrl"))) {
                findings.fatal("FILE_URL_REQUIRED", "The asset would have no file", "/fileUrl");
            }
        }
        if (fetched.isPresent() && fetched.get() instanceof Fetched.Refused(var code, var why)) {
            findings.fatal(code, why, "/fileUrl");
        }
        if (findings.isFatal()) {
            return Done.FAILED;
        }
        state.become(changed(item, state, fetched, chunk, now));
        return exists ? Done.UPDATED : Done.CREATED;
    }

    /// What the conflict mode says, if the item ends there.
    private Optional<Done> conflict(AssetItem item, AssetState state) {
        var findings = item.findings();
        var exists = state.asset() != null;
        var isAgain = exists && state.isFrom(job.id().value());
        if (isAgain) {
            findings.add(
                    Weight.REPAIRED,
                    "DUPLICATE_ID",
                    "The file has this id more than once; the last one counts",
                    "/id");
        }
        if (mode == ImportConflictMode.CREATE_ONLY && exists && !isAgain && !findings.isFatal()) {
            findings.add(
                    Weight.REPAIRED, "ASSET_EXISTS", "The asset exists and was skipped", "/id");
            return Optional.of(Done.SKIPPED);
        }
        if (mode == ImportConflictMode.UPDATE_ONLY && !exists) {
            findings.fatal("ASSET_NOT_FOUND", "There is no such asset to be updated", "/id");
            return Optional.of(Done.FAILED);
        }
        return Optional.empty();
    }

    private Map<String, Object> changed(
            AssetItem item, AssetState state, Optional<Fetched> fetched, long chunk, Instant now) {
        var before = state.asset() == null ? Map.<String, Object>of() : state.asset();
        var id = Objects.requireNonNull(item.id());
        var asset = new LinkedHashMap<String, Object>();
        asset.put("_id", before.getOrDefault("_id", ContentId.asset(job.id(), id)));
        asset.put("externalId", id);
        if (mode != ImportConflictMode.REPLACE) {
            before.forEach(asset::putIfAbsent);
        }
        asset.put("createdAt", before.getOrDefault("createdAt", now));
        asset.put("createdBy", before.getOrDefault("createdBy", job.createdBy().id()));
        asset.put("updatedAt", now);
        asset.put("updatedBy", job.createdBy().id());
        item.cleared().stream()
                .filter(name -> !name.startsWith("created") && !name.startsWith("updated"))
                .forEach(asset::remove);
        asset.putAll(item.values());
        if (item.folderId() != null) {
            asset.put("folderId", item.folderId());
        }
        putFile(asset, before, item, state, fetched);
        putAttrs(asset, item);
        var stamp = new LinkedHashMap<String, Object>();
        stamp.put("job", job.id().value());
        stamp.put("chunk", chunk);
        stamp.put("item", item.index());
        asset.put("import", stamp);
        return asset;
    }

    private static void putFile(
            Map<String, Object> asset,
            Map<String, Object> before,
            AssetItem item,
            AssetState state,
            Optional<Fetched> fetched) {
        if (fetched.isPresent() && fetched.get() instanceof Fetched.Stored(var file)) {
            asset.put("fileUrl", Objects.requireNonNull(item.fileUrl()));
            asset.put("type", type(file.contentType()));
            var stored = new LinkedHashMap<String, Object>();
            stored.put("sha256", file.sha256());
            stored.put("size", file.sizeInBytes());
            stored.put("contentType", file.contentType());
            asset.put("file", stored);
            return;
        }
        // Not fetched: it has the file it had, or, if the item names it, the stored one again.
        var source = before;
        if (item.fileUrl() != null
                && state.stored() != null
                && item.fileUrl().equals(state.stored().get("fileUrl"))) {
            source = state.stored();
        }
        for (var name : List.of("fileUrl", "type", "file")) {
            var value = source.get(name);
            if (value != null) {
                asset.put(name, value);
            }
        }
    }

    private static int type(String contentType) {
        return switch (contentType.substring(0, contentType.indexOf('/'))) {
            case "image" -> 1;
            case "video" -> 2;
            case "audio" -> 3;
            default -> 4;
        };
    }

    private static void putAttrs(Map<String, Object> asset, AssetItem item) {
        var attrs = new LinkedHashMap<String, Object>();
        if (asset.get("attrs") instanceof Map<?, ?> kept) {
            kept.forEach((name, value) -> attrs.put(String.valueOf(name), value));
        }
        item.attrs()
                .forEach((name, value) -> {
                    attrs.remove(name);
                    value.ifPresent(text -> attrs.put(name, text));
                });
        if (attrs.isEmpty()) {
            asset.remove("attrs");
        } else {
            asset.put("attrs", attrs);
        }
    }

    private Map<String, AssetState> states(List<AssetItem> items) {
        var states = new LinkedHashMap<String, AssetState>();
        for (var item : items) {
            if (item.id() != null) {
                states.put(item.id(), new AssetState(null));
            }
        }
        for (var stored :
                reader.byField(scope, ContentKind.ASSETS, "externalId", states.keySet())) {
            states.put(String.valueOf(stored.get("externalId")), new AssetState(stored));
        }
        return states;
    }

    private static AssetState state(Map<String, AssetState> states, AssetItem item) {
        return Objects.requireNonNull(states.get(Objects.requireNonNull(item.id())));
    }

    private Set<String> folders(List<AssetItem> items) {
        var named = new HashSet<String>();
        for (var item : items) {
            if (item.folderId() != null) {
                named.add(item.folderId());
            }
        }
        return reader.existing(scope, ContentKind.ASSET_FOLDERS, named);
    }

    private static Counts counts(Map<Done, Long> counts, List<ChunkLine> lines) {
        return new Counts(
                counts.getOrDefault(Done.CREATED, 0L),
                counts.getOrDefault(Done.UPDATED, 0L),
                0,
                counts.getOrDefault(Done.SKIPPED, 0L),
                counts.getOrDefault(Done.FAILED, 0L),
                lines.size(),
                count(lines, LogType.WARNING),
                count(lines, LogType.ERROR));
    }

    private static long count(List<ChunkLine> lines, LogType type) {
        return lines.stream().filter(line -> line.type() == type).count();
    }

    /// How an item ended.
    private enum Done {
        CREATED,
        UPDATED,
        SKIPPED,
        FAILED,
        /// An earlier attempt at this chunk has done it; its record says how.
        WRITTEN
    }
}
