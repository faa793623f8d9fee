package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobSpec;
import codex.jobs.worker.handlers.items.Findings.Weight;
import codex.jobs.worker.handlers.items.ReadItem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Decides what becomes of each item of a chunk, in the order of the file (specification 3.2).
/// Reads what it needs, writes nothing: the same items on the same content give the same plan.
final class EntryPlanner {

    private final ContentCache cache;
    private final Job job;
    private final JobSpec.ImportEntries spec;

    EntryPlanner(ContentCache cache, Job job, JobSpec.ImportEntries spec) {
        this.cache = cache;
        this.job = job;
        this.spec = spec;
    }

    /// @param now the time that new entries carry
    /// @param isLastChance whether items may wait for what they refer to
    ChunkPlan plan(List<ReadItem> items, long chunk, Instant now, boolean isLastChance) {
        var heads = items.stream().map(item -> ItemHead.of(item, spec)).toList();
        var content = ChunkContent.load(cache, job.id(), chunk, heads);
        var planned = new PlannedChunk(cache, job, chunk, now);
        for (var i = 0; i < heads.size(); i++) {
            var head = heads.get(i);
            var done = one(head, content, planned, isLastChance);
            if (done == Done.WAITS) {
                planned.waits((ReadItem.Whole) items.get(i));
            } else {
                planned.done(head, done);
            }
        }
        return planned.finished(content);
    }

    private Done one(
            ItemHead head, ChunkContent content, PlannedChunk planned, boolean isLastChance) {
        var findings = head.findings();
        if (findings.isFatal()) {
            return Done.FAILED;
        }
        var siteId = head.siteId();
        if (siteId == null) {
            findings.fatal(
                    "SITE_REQUIRED", "Neither the item nor the job names a site", "/system/siteId");
            return Done.FAILED;
        }
        if (!content.siteExists(siteId)) {
            findings.fatal("SITE_NOT_FOUND", "There is no site " + siteId, "/system/siteId");
            return Done.FAILED;
        }
        var state = content.state(head);
        planned.about(head, state);
        if (state.isDone(job.id().value(), planned.chunk())) {
            content.visited(state);
            return Done.WRITTEN;
        }
        var model = model(head, state, siteId, content);
        if (model.isEmpty()) {
            return Done.FAILED;
        }
        return conflict(head, state)
                .orElseGet(() -> change(head, state, model.get(), content, planned, isLastChance));
    }

    private Optional<ContentModel> model(
            ItemHead head, EntryState state, String siteId, ChunkContent content) {
        var findings = head.findings();
        var model = content.model(head, state);
        if (model.isEmpty()) {
            if (head.model() == null) {
                findings.fatal(
                        "MODEL_REQUIRED",
                        "Neither the item nor the job names a model",
                        head.modelPath());
            } else {
                findings.fatal(
                        "MODEL_NOT_FOUND", "There is no model " + head.model(), head.modelPath());
            }
            return model;
        }
        var found = model.get();
        if (!found.isUsedBy(siteId)) {
            findings.fatal(
                    "MODEL_NOT_ON_SITE",
                    "The site does not use the model " + found.alias(),
                    head.modelPath());
            return Optional.empty();
        }
        if (state.entry() != null
                && !found.id().equals(EntryState.system(state.entry()).get("modelId"))) {
            findings.fatal(
                    "MODEL_MISMATCH", "The entry exists and is of another model", head.modelPath());
            return Optional.empty();
        }
        return model;
    }

    /// What the conflict mode says before anything is looked at, if it ends there.
    private Optional<Done> conflict(ItemHead head, EntryState state) {
        var findings = head.findings();
        var isAgain = state.exists() && state.isFrom(job.id().value());
        if (isAgain) {
            findings.add(
                    Weight.REPAIRED,
                    "DUPLICATE_ID",
                    "The file has this id more than once; the last one counts",
                    head.keyPath());
        }
        if (head.status() == EntryStatus.DELETED && !state.exists()) {
            findings.add(
                    Weight.REPAIRED,
                    "ENTRY_NOT_FOUND",
                    "There is nothing to delete",
                    head.keyPath());
            return Optional.of(Done.SKIPPED);
        }
        return switch (spec.conflictMode()) {
            case CREATE_ONLY -> {
                if (!state.exists() || isAgain) {
                    yield Optional.empty();
                }
                findings.add(
                        Weight.REPAIRED,
                        "ENTRY_EXISTS",
                        "The entry exists and was skipped",
                        head.keyPath());
                yield Optional.of(Done.SKIPPED);
            }
            case UPDATE_ONLY -> {
                if (!state.exists()) {
                    findings.fatal(
                            "ENTRY_NOT_FOUND",
                            "There is no such entry to be updated",
                            head.keyPath());
                    yield Optional.of(Done.FAILED);
                }
                var given = head.versionId();
                if (given != null
                        && !isAgain
                        && !state.storedVersion().equals(Optional.of(given))) {
                    findings.fatal(
                            "VERSION_MISMATCH",
                            "The entry has another version",
                            "/system/versionId");
                    yield Optional.of(Done.FAILED);
                }
                yield Optional.empty();
            }
            case UPSERT, REPLACE -> Optional.empty();
        };
    }

    private Done change(
            ItemHead head,
            EntryState state,
            ContentModel model,
            ChunkContent content,
            PlannedChunk planned,
            boolean isLastChance) {
        var findings = head.findings();
        var exists = state.exists();
        var before =
                state.exists() ? Objects.requireNonNull(state.entry()) : Map.<String, Object>of();
        var isKept = exists && spec.conflictMode() != ImportConflictMode.REPLACE;
        var siteId = Objects.requireNonNull(head.siteId());
        if (head.status() == EntryStatus.DELETED) {
            content.become(state, planned.deleted(head, state.id(), before), model);
            return Done.DELETED;
        }
        var checked =
                new EntryRules(model, siteId, state.id(), content, isLastChance, findings)
                        .check(
                                head.content(),
                                isKept ? EntryState.content(before) : Map.of(),
                                isKept ? PendingReferences.of(before) : Map.of());
        var rules =
                new SystemRules(head, EntryState.system(before), content, planned.now(), findings);
        var attrs = rules.attrs(isKept ? EntryState.object(before, "attrs") : Map.of());
        var fields = rules.fields(model, checked.values(), job.createdBy().id());
        planned.wantedPublic(head, rules.isWantedPublic());
        if (findings.isFatal()) {
            return Done.FAILED;
        }
        if (checked.mustWait()) {
            return Done.WAITS;
        }
        var system = new LinkedHashMap<String, Object>();
        system.put("siteId", siteId);
        system.put("modelId", model.id());
        system.put("modelAlias", model.alias());
        system.put("externalId", externalId(head, state));
        system.put("versionId", planned.version(head, state.id()));
        system.putAll(fields);
        var entry = new LinkedHashMap<String, Object>();
        entry.put("_id", state.id());
        entry.put("system", system);
        entry.put("content", checked.values());
        entry.put("attrs", attrs);
        entry.put("references", PendingReferences.ids(model, checked.values()));
        entry.put("import", planned.stamp(head, checked.pending()));
        content.become(state, entry, model);
        return exists ? Done.UPDATED : Done.CREATED;
    }

    private static Object externalId(ItemHead head, EntryState state) {
        if (state.entry() != null
                && EntryState.system(state.entry()).get("externalId") instanceof String kept) {
            return kept;
        }
        return head.key() == null ? state.id() : head.key();
    }

    /// How an item ended.
    enum Done {
        CREATED,
        UPDATED,
        DELETED,
        SKIPPED,
        FAILED,
        /// It is tried again later.
        WAITS,
        /// An earlier attempt at this chunk has done it; its record says how.
        WRITTEN
    }
}
