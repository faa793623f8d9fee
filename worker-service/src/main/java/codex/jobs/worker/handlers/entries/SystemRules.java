package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.worker.handlers.items.Findings;
import codex.jobs.worker.handlers.items.Findings.Weight;
import codex.jobs.worker.handlers.items.Instants;
import codex.jobs.worker.handlers.items.Pointer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The system fields of one item: status, dates, labels, slug (specification 3.2).
final class SystemRules {

    private static final int LONGEST_SLUG = 256;

    private final ItemHead head;
    private final Map<String, Object> before;
    private final Surroundings surroundings;
    private final Instant now;
    private final Findings findings;

    /// @param before the system fields of the entry as it is, empty for a new one
    SystemRules(
            ItemHead head,
            Map<String, Object> before,
            Surroundings surroundings,
            Instant now,
            Findings findings) {
        this.head = head;
        this.before = before;
        this.surroundings = surroundings;
        this.now = now;
        this.findings = findings;
    }

    /// Checks the attributes and answers them, added to what the entry has.
    Map<String, Object> attrs(Map<String, Object> kept) {
        var attrs = new LinkedHashMap<>(kept);
        head.attrs()
                .forEach((key, value) -> {
                    if (value == null) {
                        attrs.remove(key);
                    } else if (value instanceof String) {
                        attrs.put(key, value);
                    } else {
                        findings.fatal(
                                "INVALID_TYPE",
                                "An attribute must be a text",
                                Pointer.to("/attrs", key));
                    }
                });
        return attrs;
    }

    /// Everything but what tells the entry and its version apart.
    Map<String, Object> fields(ContentModel model, Map<String, Object> content, String actor) {
        var published = date("publishedAt");
        var firstPublished = date("firstPublishedAt");
        var unpublished = date("unpublishedAt");
        var created = date("createdAt");
        var given = head.system().get("updatedAt") == null ? null : date("updatedAt");
        var labels = labels();
        var slug = slug(model, content);
        var status = status(published);
        if (status == EntryStatus.PUBLISHED) {
            published = published == null ? now : published;
            firstPublished = firstPublished == null ? published : firstPublished;
        } else if (status == EntryStatus.UNPUBLISHED && unpublished == null) {
            unpublished = now;
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("status", status.number());
        put(fields, "title", title(model, content));
        put(fields, "slug", slug);
        put(fields, "labels", labels);
        fields.put("metrics", TextMetrics.of(model, content));
        fields.put("createdAt", created == null ? now : created);
        fields.put("updatedAt", given == null ? now : given);
        put(fields, "publishedAt", published);
        put(fields, "firstPublishedAt", firstPublished);
        put(fields, "unpublishedAt", unpublished);
        fields.put("createdBy", before.getOrDefault("createdBy", actor));
        fields.put("updatedBy", actor);
        return fields;
    }

    /// Whether the entry is meant to be seen by readers.
    boolean isWantedPublic() {
        return wanted().isPublic();
    }

    private EntryStatus wanted() {
        if (head.status() != null) {
            return head.status();
        }
        return before.get("status") instanceof Number number
                        && number.intValue() != EntryStatus.DELETED.number()
                ? EntryStatus.of(number.longValue()).orElse(EntryStatus.DRAFT)
                : EntryStatus.DRAFT;
    }

    private EntryStatus status(@Nullable Instant published) {
        var wanted = wanted();
        if (wanted == EntryStatus.SCHEDULED && (published == null || !published.isAfter(now))) {
            findings.add(
                    Weight.BROKEN,
                    "INVALID_SCHEDULE",
                    "A scheduled entry needs a publishedAt in the future",
                    "/system/publishedAt");
        }
        if (wanted.isPublic() && findings.isInvalid()) {
            addDraft(findings);
            return EntryStatus.DRAFT;
        }
        return wanted;
    }

    /// That an entry was to be published, and is not.
    static void addDraft(Findings findings) {
        findings.add(
                Weight.REPAIRED,
                "IMPORTED_AS_DRAFT",
                "The entry is not valid and was imported as a draft",
                "/system/status");
    }

    private @Nullable Instant date(String name) {
        var given = head.system().get(name);
        if (given == null) {
            return before.get(name) instanceof Date date ? date.toInstant() : null;
        }
        var instant = Instants.parsed(given);
        if (instant.isEmpty()) {
            findings.fatal(
                    "INVALID_DATE",
                    "A time looks like 2026-01-31T12:00:00Z, with an offset",
                    "/system/" + name);
        }
        return instant.orElse(null);
    }

    private @Nullable Object title(ContentModel model, Map<String, Object> content) {
        var alias = model.titleAlias();
        return alias != null && content.get(alias) instanceof String title ? title : null;
    }

    private @Nullable Object slug(ContentModel model, Map<String, Object> content) {
        var given = head.system().get("slug");
        if (given instanceof String slug && !slug.isBlank()) {
            if (slug.length() > LONGEST_SLUG) {
                findings.fatal("TOO_LONG", "A slug has at most 256 characters", "/system/slug");
            }
            return slug;
        }
        if (given != null && !(given instanceof String)) {
            findings.fatal("INVALID_TYPE", "A slug must be a text", "/system/slug");
        }
        var alias = model.slugAlias();
        return alias != null && content.get(alias) instanceof String slug
                ? slug
                : before.get("slug");
    }

    private @Nullable Object labels() {
        var given = head.system().get("labels");
        if (given == null) {
            return before.get("labels");
        }
        if (!(given instanceof List<?> list)) {
            findings.fatal("INVALID_TYPE", "Labels must be a list", "/system/labels");
            return null;
        }
        var labels = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < list.size(); i++) {
            var path = Pointer.to("/system/labels", i);
            var id = FieldValues.id(list.get(i));
            if (id == null) {
                findings.fatal("INVALID_TYPE", "A label looks like {\"id\": …}", path);
            } else if (surroundings.labelExists(id)) {
                labels.add(new LinkedHashMap<>(Map.of("id", id)));
            } else {
                findings.add(
                        Weight.REPAIRED,
                        "LABEL_NOT_FOUND",
                        "There is no label " + id + "; it was left out",
                        path);
            }
        }
        return labels;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
