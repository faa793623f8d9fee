package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.EntryStatus;
import codex.jobs.worker.handlers.entries.Draft.Mention;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What an item says about itself: id, site, model, status, dates, labels, attributes
/// (specification 1.2, 1.3, 1.5, 3.2).
final class SystemRules {

    private static final List<String> DATES =
            List.of("createdAt", "updatedAt", "publishedAt", "firstPublishedAt", "unpublishedAt");
    private static final Set<String> KEYS =
            Set.of("id", "system", "content", "attrs", "references");
    private static final int MAX_ID = 256;

    private final @Nullable String defaultSite;
    private final @Nullable String defaultModel;
    private final Predicate<String> siteExists;
    private final java.util.function.Function<String, Optional<ContentModel>> models;
    private final Instant now;

    SystemRules(
            @Nullable String defaultSite,
            @Nullable String defaultModel,
            Predicate<String> siteExists,
            java.util.function.Function<String, Optional<ContentModel>> models,
            Instant now) {
        this.defaultSite = defaultSite;
        this.defaultModel = defaultModel;
        this.siteExists = siteExists;
        this.models = models;
        this.now = now;
    }

    void check(Draft draft) {
        var json = draft.item.json();
        json.keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .forEach(key ->
                        draft.findings.refuse(
                                "UNKNOWN_KEY",
                                "An entry has no " + quoted(key),
                                "/" + pointer(key)));
        var system = object(draft, json.get("system"), "/system");
        id(draft, json.get("id"), system);
        site(draft, system);
        model(draft, system);
        dates(draft, system);
        status(draft, system);
        labels(draft, system);
        draft.slug = text(draft, system.get("slug"), "/system/slug");
        draft.givenVersion = text(draft, system.get("versionId"), "/system/versionId");
        draft.ignoresGenerated = system.get("versionId") != null || system.get("metrics") != null;
        attrs(draft, json.get("attrs"));
    }

    private void id(Draft draft, @Nullable Object id, Map<String, Object> system) {
        var given = id == null ? system.get("externalId") : id;
        var path = id == null ? "/system/externalId" : "/id";
        draft.externalId = text(draft, given, path);
        if (draft.externalId != null
                && (draft.externalId.isBlank() || draft.externalId.length() > MAX_ID)) {
            draft.findings.refuse("INVALID_ID", "An id has 1 to 256 characters", path);
        }
    }

    private void site(Draft draft, Map<String, Object> system) {
        var given = text(draft, system.get("siteId"), "/system/siteId");
        var site = given == null ? defaultSite : given;
        if (site == null) {
            draft.findings.refuse(
                    "SITE_REQUIRED", "Neither the item nor the job names a site", "/system/siteId");
        } else if (!siteExists.test(site)) {
            draft.findings.refuse(
                    "SITE_NOT_FOUND", "There is no site " + quoted(site), "/system/siteId");
        } else {
            draft.siteId = site;
        }
    }

    private void model(Draft draft, Map<String, Object> system) {
        var path = system.get("modelId") != null ? "/system/modelId" : "/system/modelAlias";
        var id = text(draft, system.get("modelId"), "/system/modelId");
        var alias = text(draft, system.get("modelAlias"), "/system/modelAlias");
        var name = id != null ? id : alias != null ? alias : defaultModel;
        if (name == null) {
            draft.findings.refuse(
                    "MODEL_REQUIRED", "Neither the item nor the job names a model", path);
            return;
        }
        var model = models.apply(name).orElse(null);
        if (model == null) {
            draft.findings.refuse("MODEL_NOT_FOUND", "There is no model " + quoted(name), path);
        } else if (!draft.siteId.isEmpty() && !model.isUsedBy(draft.siteId)) {
            draft.findings.refuse(
                    "MODEL_NOT_FOUND", "The site does not use the model " + quoted(name), path);
        } else {
            draft.model = model;
        }
    }

    private static void dates(Draft draft, Map<String, Object> system) {
        for (var name : DATES) {
            var value = system.get(name);
            if (value != null) {
                date(value)
                        .ifPresentOrElse(
                                date -> draft.times.put(name, date),
                                () ->
                                        draft.findings.refuse(
                                                "INVALID_DATE",
                                                "A date looks like 2024-05-14T10:00:00Z",
                                                "/system/" + name));
            }
        }
    }

    /// With offset, as everywhere in the API (specification 2.1).
    static Optional<Date> date(Object value) {
        try {
            return value instanceof String text
                    ? Optional.of(Date.from(OffsetDateTime.parse(text).toInstant()))
                    : Optional.empty();
        } catch (DateTimeException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void status(Draft draft, Map<String, Object> system) {
        var given = system.get("status");
        if (given == null) {
            return;
        }
        var status =
                switch (given) {
                    case Long number -> EntryStatus.of(number);
                    case String name -> EntryStatus.named(name);
                    default -> Optional.<EntryStatus>empty();
                };
        if (status.isEmpty()) {
            draft.findings.refuse(
                    "INVALID_STATUS",
                    "A status is a number from 1 to 7 or its name",
                    "/system/status");
            return;
        }
        draft.status = status.get();
        var publishedAt = draft.times.get("publishedAt");
        if (draft.status == EntryStatus.SCHEDULED
                && (publishedAt == null || !publishedAt.toInstant().isAfter(now))) {
            draft.findings.draftOnly(
                    "INVALID_SCHEDULE",
                    "A scheduled entry needs a publishedAt in the future",
                    "/system/publishedAt");
        }
    }

    private static void labels(Draft draft, Map<String, Object> system) {
        var labels = system.get("labels");
        if (labels == null) {
            return;
        }
        draft.hasLabels = true;
        if (!(labels instanceof List<?> list)) {
            draft.findings.refuse(
                    "INVALID_TYPE", "Labels are a list of {\"id\": …}", "/system/labels");
            return;
        }
        for (var i = 0; i < list.size(); i++) {
            var path = "/system/labels/" + i;
            if (list.get(i) instanceof Map<?, ?> label && label.get("id") instanceof String id) {
                draft.labels.add(new Mention(id, path));
            } else {
                draft.findings.refuse("INVALID_TYPE", "A label is {\"id\": …}", path);
            }
        }
    }

    private static void attrs(Draft draft, @Nullable Object attrs) {
        if (attrs == null) {
            return;
        }
        var texts = new LinkedHashMap<String, String>();
        object(draft, attrs, "/attrs")
                .forEach((name, value) -> {
                    if (value instanceof String text) {
                        texts.put(name, text);
                    } else {
                        draft.findings.refuse(
                                "INVALID_TYPE",
                                "An attribute is a text",
                                "/attrs/" + pointer(name));
                    }
                });
        draft.attrs = texts;
    }

    @SuppressWarnings("unchecked") // what the item reader makes
    static Map<String, Object> object(Draft draft, @Nullable Object value, String path) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        draft.findings.refuse("INVALID_TYPE", "This must be an object", path);
        return Map.of();
    }

    private static @Nullable String text(Draft draft, @Nullable Object value, String path) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        draft.findings.refuse("INVALID_TYPE", "This must be a text", path);
        return null;
    }

    static String pointer(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    static String quoted(String text) {
        return "\"" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "\"";
    }
}
