package codex.jobs.worker.handlers.search;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.IdRange;
import codex.jobs.stores.search.IndexDocument;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Fills an index from the database, range by range.
public final class IndexRebuild {

    private final ContentReader reader;
    private final ContentCopies copies;
    private final IndexWriter writer;

    public IndexRebuild(ContentReader reader, ContentCopies copies, IndexWriter writer) {
        this.reader = reader;
        this.copies = copies;
        this.writer = writer;
    }

    /// What an index holds (specification 3.0, "Storage layout").
    public static List<ContentKind> kinds(SearchIndex index) {
        return switch (index) {
            case ENTRIES -> List.of(ContentKind.ENTRIES);
            case URLS -> List.of(ContentKind.URLS);
            case TAGS -> List.of(ContentKind.TAGS);
            case GENERAL ->
                    List.of(
                            ContentKind.SECTIONS,
                            ContentKind.LISTS,
                            ContentKind.VIEWS,
                            ContentKind.AUTHORS,
                            ContentKind.ASSETS,
                            ContentKind.LABELS);
        };
    }

    /// How many documents an index must have.
    public long expected(Scope scope, SearchIndex index) {
        return index == SearchIndex.ENTRIES
                ? copies.countFindable(scope)
                : kinds(index).stream().mapToLong(kind -> copies.count(scope, kind)).sum();
    }

    /// Indexes a range.
    ///
    /// @return how many documents the search engine refused
    public int index(Scope scope, SearchIndex index, ContentKind kind, IdRange range) {
        var documents = new LinkedHashMap<String, Map<String, Object>>();
        for (var stored : reader.range(scope, kind, range)) {
            IndexDocument.of(kind, stored)
                    .ifPresent(
                            document -> documents.put(String.valueOf(stored.get("_id")), document));
        }
        return writer.write(scope, index, documents, List.of()).size();
    }
}
