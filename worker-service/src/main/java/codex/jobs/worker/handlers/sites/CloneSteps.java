package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryWrite;
import codex.jobs.stores.content.SiteBuilds;
import codex.jobs.worker.handlers.sites.ClonePlace.Phase;
import codex.jobs.worker.runtime.ItemLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The chunks of cloning a site, each of which may be done again: everything that the site has is
/// copied page by page; then both sides are walked along, and what was created or changed meanwhile
/// is copied again, until a pass finds nothing; then it is counted.
final class CloneSteps implements AutoCloseable {

    /// The one that finds what has changed, one for what has changed during it, and one that must
    /// find nothing.
    private static final int MOST_PASSES = 3;

    private final SiteCopy copy;
    private final SiteReferences references;
    private final SitePages pages;
    private final ContentReader reader;
    private final ContentWriter writer;
    private final SiteBuilds sites;
    private final Scope scope;
    private final PagesAhead<List<ItemLine>> copying;
    private final PagesAhead<Map<String, Difference>> comparing;

    CloneSteps(
            SiteCopy copy,
            SitePages pages,
            ContentReader reader,
            ContentWriter writer,
            SiteBuilds sites,
            Scope scope) {
        this.copy = copy;
        this.references = new SiteReferences(reader, scope, copy);
        this.pages = pages;
        this.reader = reader;
        this.writer = writer;
        this.sites = sites;
        this.scope = scope;
        this.copying = new PagesAhead<>(pages::after, this::copy);
        this.comparing = new PagesAhead<>(this::stamps, this::differences);
    }

    /// A chunk that was done.
    record Done(ClonePlace next, Counts counts, List<ItemLine> lines, long processed) {

        static Done silent(ClonePlace next) {
            return new Done(next, Counts.NONE, List.of(), 0);
        }
    }

    /// How many things there are to copy.
    long total() {
        return SiteCopy.KINDS.stream()
                .mapToLong(kind -> sites.count(scope, kind, copy.base()))
                .sum();
    }

    /// Does what is next. Empty if the clone will never be equal.
    Optional<Done> after(ClonePlace place) throws InterruptedException {
        return switch (place.phase()) {
            case COPY -> Optional.of(copy(place));
            case VERIFY -> verify(place);
            case REPORT -> Optional.of(report(place));
            case SITE, DONE -> throw new IllegalStateException("Nothing to copy " + place);
        };
    }

    private Done copy(ClonePlace place) throws InterruptedException {
        var page = copying.next(place.kind(), place.after());
        if (page.isEmpty()) {
            return Done.silent(
                    Objects.requireNonNullElseGet(
                            place.nextKind(), () -> ClonePlace.startOf(Phase.VERIFY)));
        }
        return new Done(
                place.behind(page.last()), Counts.NONE, page.answer(), page.things().size());
    }

    private List<ItemLine> copy(ContentKind kind, List<Map<String, Object>> page) {
        writer.insertMissing(scope, kind, references.copies(kind, page));
        return scheduled(kind, page);
    }

    private List<ItemLine> scheduled(ContentKind kind, List<Map<String, Object>> page) {
        return kind == ContentKind.ENTRIES
                ? page.stream().filter(SiteCopy::isScheduled).map(this::isDraft).toList()
                : List.of();
    }

    private ItemLine isDraft(Map<String, Object> entry) {
        var externalId = SiteCopy.object(entry.get("system")).get("externalId");
        return new ItemLine(
                LogType.WARNING,
                "SCHEDULED_AS_DRAFT",
                "The entry is scheduled; its copy is a draft",
                null,
                copy.idOf(ContentKind.ENTRIES, entry),
                externalId instanceof String text && !text.equals(SiteCopy.id(entry)) ? text : null,
                null);
    }

    private Optional<Done> verify(ClonePlace place) throws InterruptedException {
        var kind = place.kind();
        var page = comparing.next(kind, place.after());
        if (page.isEmpty()) {
            return Optional.of(verified(place));
        }
        var differences = page.answer();
        if (!differences.isEmpty()) {
            if (place.pass() == MOST_PASSES) {
                return Optional.empty();
            }
            repair(kind, differences);
        }
        var next = place.found(differences.size()).behind(page.last());
        return Optional.of(Done.silent(next));
    }

    /// As much of the next page as tells whether its things have changed.
    private List<Map<String, Object>> stamps(ContentKind kind, @Nullable String after) {
        return kind == ContentKind.ENTRIES
                ? pages.after(kind, after, "system.updatedAt", "system.versionId")
                : pages.after(kind, after);
    }

    private Done verified(ClonePlace seen) {
        var next = seen.nextKind();
        if (next != null) {
            return Done.silent(next);
        }
        if (seen.differences() == 0) {
            return Done.silent(ClonePlace.startOf(Phase.REPORT));
        }
        var line =
                line(
                        "Copied %s documents again that were changed meanwhile"
                                .formatted(seen.differences()));
        return new Done(seen.nextPass(), Counts.NONE, List.of(line), 0);
    }

    /// @param before the version that the copy has now; null if there is no copy yet
    private record Difference(String copy, boolean isMissing, @Nullable String before) {}

    private Map<String, Difference> differences(ContentKind kind, List<Map<String, Object>> page) {
        return kind == ContentKind.ENTRIES ? entries(page) : others(kind, page);
    }

    /// Where the copy of an entry is missing or is that of another version, by the entry's id.
    private Map<String, Difference> entries(List<Map<String, Object>> page) {
        var copies = new HashMap<String, Map<String, Object>>();
        var ids = page.stream().map(one -> copy.idOf(ContentKind.ENTRIES, one)).toList();
        reader.byIds(scope, ContentKind.ENTRIES, ids, "system.updatedAt", "system.versionId")
                .forEach(one -> copies.put(SiteCopy.id(one), SiteCopy.object(one.get("system"))));
        var differences = new HashMap<String, Difference>();
        for (var entry : page) {
            var id = copy.idOf(ContentKind.ENTRIES, entry);
            var system = SiteCopy.object(entry.get("system"));
            var copied = copies.get(id);
            if (copied == null) {
                differences.put(SiteCopy.id(entry), new Difference(id, true, null));
            } else if (!copy.versionOf(id, system).equals(copied.get("versionId"))
                    || !Objects.equals(system.get("updatedAt"), copied.get("updatedAt"))) {
                var version = copied.get("versionId") instanceof String text ? text : null;
                differences.put(SiteCopy.id(entry), new Difference(id, false, version));
            }
        }
        return differences;
    }

    /// The same for things that have no versions: whole documents are compared.
    private Map<String, Difference> others(ContentKind kind, List<Map<String, Object>> page) {
        var wanted = references.copies(kind, page);
        var ids = wanted.stream().map(SiteCopy::id).toList();
        var copies = new HashMap<String, Map<String, Object>>();
        reader.byIds(scope, kind, ids).forEach(one -> copies.put(SiteCopy.id(one), one));
        var differences = new HashMap<String, Difference>();
        for (var i = 0; i < page.size(); i++) {
            var copied = copies.get(ids.get(i));
            if (!SameDocument.is(wanted.get(i), copied)) {
                differences.put(
                        SiteCopy.id(page.get(i)), new Difference(ids.get(i), copied == null, null));
            }
        }
        return differences;
    }

    private void repair(ContentKind kind, Map<String, Difference> differences) {
        // A worker that was given up for dead may wake up after others have shown the site: by then
        // differences are somebody's changes.
        if (!sites.isBuilding(scope, copy.job(), copy.site())) {
            throw new IllegalStateException("The new site is not the job's own any more");
        }
        if (kind != ContentKind.ENTRIES) {
            writer.put(
                    scope,
                    kind,
                    references.copies(kind, reader.byIds(scope, kind, differences.keySet())));
            return;
        }
        try (var found = pages.entries(new LinkedHashSet<>(differences.keySet()))) {
            while (found.hasNext()) {
                repairEntries(found.next(), differences);
            }
        }
    }

    private void repairEntries(
            List<Map<String, Object>> page, Map<String, Difference> differences) {
        var writes = new ArrayList<EntryWrite>();
        var copies = references.copies(ContentKind.ENTRIES, page);
        for (var i = 0; i < page.size(); i++) {
            var difference = Objects.requireNonNull(differences.get(SiteCopy.id(page.get(i))));
            writes.add(
                    difference.isMissing()
                            ? new EntryWrite.Create(copies.get(i))
                            : new EntryWrite.Replace(copies.get(i), difference.before()));
        }
        writer.writeEntries(scope, writes);
    }

    private Done report(ClonePlace place) {
        var count = sites.count(scope, place.kind(), copy.site());
        return new Done(
                Objects.requireNonNullElseGet(
                        place.nextKind(), () -> ClonePlace.startOf(Phase.DONE)),
                new Counts(count, 0, 0, 0, 0, 0, 0, 0),
                List.of(line("Cloned %s %s".formatted(count, name(place.kind())))),
                0);
    }

    private static String name(ContentKind kind) {
        return kind == ContentKind.URLS ? "URLs" : kind.slug();
    }

    static ItemLine line(String text) {
        return new ItemLine(LogType.INFO, null, text, null, null, null, null);
    }

    @Override
    public void close() {
        copying.close();
        comparing.close();
    }
}
