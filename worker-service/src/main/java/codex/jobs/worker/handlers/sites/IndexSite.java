package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Counts;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.stores.content.SiteBuilds;
import codex.jobs.stores.search.IndexDocument;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.runtime.ChunkReport;
import codex.jobs.worker.runtime.ItemLine;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskContext;
import codex.jobs.worker.runtime.TaskHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `REINDEX_*` of a cloned site: everything that the new site has goes into an index. After the
/// last one the site is shown to readers, by one write.
final class IndexSite implements TaskHandler {

    private final ContentReader reader;
    private final EntryReader entries;
    private final IndexWriter writer;
    private final SiteBuilds sites;
    private final SearchIndex index;
    private final int page;

    IndexSite(
            ContentReader reader,
            EntryReader entries,
            IndexWriter writer,
            SiteBuilds sites,
            SearchIndex index,
            int page) {
        this.reader = reader;
        this.entries = entries;
        this.writer = writer;
        this.sites = sites;
        this.index = index;
        this.page = page;
    }

    /// What of a site an index holds.
    static List<ContentKind> kinds(SearchIndex index) {
        return switch (index) {
            case ENTRIES -> List.of(ContentKind.ENTRIES);
            case URLS -> List.of(ContentKind.URLS);
            case TAGS -> List.of(ContentKind.TAGS);
            case GENERAL -> List.of(ContentKind.SECTIONS, ContentKind.LISTS, ContentKind.VIEWS);
        };
    }

    @Override
    public Outcome run(TaskContext task) throws InterruptedException {
        var site = CloneSite.spec(task.job()).newSite(task.job());
        var position = task.checkpoint().position();
        var kinds = kinds(index);
        var first = ContentKind.valueOf(position.getOrDefault("kind", kinds.getFirst().name()));
        task.total(kinds.stream().mapToLong(kind -> sites.count(task.scope(), kind, site)).sum());
        task.stopHere();
        var scope = task.scope();
        try (var pages = new SitePages(reader, entries, scope, site, page);
                var indexing =
                        new PagesAhead<>(
                                pages::after, (kind, things) -> write(scope, kind, things))) {
            for (var kind : kinds.subList(kinds.indexOf(first), kinds.size())) {
                index(task, indexing, kind, kind == first ? position.get("after") : null);
            }
        }
        task.log(
                LogType.INFO,
                "Indexed %s %s".formatted(task.task().progress().processed(), things()));
        return index == SearchIndex.GENERAL ? show(task, site) : Outcome.Completed.WITHOUT_RESULT;
    }

    private String things() {
        return switch (index) {
            case ENTRIES -> "entries";
            case URLS -> "URLs";
            case TAGS -> "tags";
            case GENERAL -> "documents";
        };
    }

    private void index(
            TaskContext task,
            PagesAhead<Set<String>> indexing,
            ContentKind kind,
            @Nullable String start)
            throws InterruptedException {
        for (var page = indexing.next(kind, start); !page.isEmpty(); ) {
            task.chunkDone(
                    new ChunkReport(
                            task.checkpoint().chunksDone(),
                            Map.of("kind", kind.name(), "after", page.last()),
                            Counts.NONE,
                            page.answer().stream().map(IndexSite::notIndexed).toList(),
                            page.things().size()));
            page = indexing.next(kind, page.last());
        }
    }

    /// Answers what the index has refused.
    private Set<String> write(Scope scope, ContentKind kind, List<Map<String, Object>> page) {
        var documents = new LinkedHashMap<String, Map<String, Object>>();
        for (var stored : page) {
            IndexDocument.of(kind, stored)
                    .ifPresent(document -> documents.put(SiteCopy.id(stored), document));
        }
        return writer.write(scope, index, documents, List.of()).keySet();
    }

    private static ItemLine notIndexed(String id) {
        return new ItemLine(
                LogType.ERROR,
                "NOT_INDEXED",
                "The search index refused the document",
                null,
                id,
                null,
                null);
    }

    private Outcome show(TaskContext task, String site) {
        if (!sites.publish(task.scope(), task.job().id(), site)) {
            return Outcome.Failed.forGood("SITE_NOT_FOUND", "The new site is not there any more");
        }
        task.log(LogType.INFO, "Readers see the new site");
        return Outcome.Completed.WITHOUT_RESULT;
    }
}
