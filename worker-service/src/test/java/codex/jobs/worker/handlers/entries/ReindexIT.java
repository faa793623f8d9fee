package codex.jobs.worker.handlers.entries;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.TaskType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.handlers.entries.ImportTrial.Imported;
import codex.jobs.worker.handlers.entries.ImportTrial.Tenant;
import codex.jobs.worker.handlers.search.Reindex;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What an import has touched is found afterwards, and what is gone is not.
class ReindexIT {

    /// More than are under way at once, and the last chunk is not full.
    private static final int ENTRIES = 2_600;

    @RegisterExtension
    static final ImportTrial trial = ImportTrial.with(Part.MONGODB, Part.S3, Part.OPENSEARCH);

    private static Reindex entries() {
        return Reindex.entries(
                trial.bean(ContentReader.class),
                trial.bean(ChunkLedger.class),
                trial.bean(IndexWriter.class));
    }

    private static Reindex urls() {
        return Reindex.urls(
                trial.bean(ContentReader.class),
                trial.bean(ChunkLedger.class),
                trial.bean(IndexWriter.class));
    }

    private static Reindex tags() {
        return Reindex.tags(
                trial.bean(ContentReader.class),
                trial.bean(ChunkLedger.class),
                trial.bean(IndexWriter.class));
    }

    private static long indexed(Tenant tenant, SearchIndex index) {
        return trial.bean(IndexWriter.class).count(tenant.scope, index);
    }

    private static String articles(int count) {
        return IntStream.range(0, count)
                .mapToObj(number ->
                        """
                        {"id": "a%s", "system": {"status": 1}, "content": {"title": "t%s", "url": "/%s", "tags": ["odd%s"]}}\
                        """
                                .formatted(number, number, number, number % 2))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void reindex(Imported imported) throws Exception {
        assertThat(imported.trial().attempt(TaskType.REINDEX_ENTRIES, entries())).isPresent();
        assertThat(imported.trial().attempt(TaskType.REINDEX_URLS, urls())).isPresent();
        assertThat(imported.trial().attempt(TaskType.REINDEX_TAGS, tags())).isPresent();
    }

    @Test
    void everythingTouchedIsFoundAndWhatWasDeletedIsNot() throws Exception {
        var tenant = trial.tenant();

        var imported = tenant.imported(articles(ENTRIES));
        reindex(imported);

        assertThat(indexed(tenant, SearchIndex.ENTRIES)).isEqualTo(ENTRIES);
        assertThat(indexed(tenant, SearchIndex.URLS)).isEqualTo(ENTRIES);
        assertThat(indexed(tenant, SearchIndex.TAGS)).isEqualTo(2);
        assertThat(imported.trial().job().tasks().get(1).progress().processed()).isEqualTo(ENTRIES);

        reindex(
                tenant.imported(
                        """
                        [{"id": "a7", "system": {"status": "DELETED"}},
                         {"id": "a8", "content": {"url": "/moved"}}]
                        """));

        assertThat(indexed(tenant, SearchIndex.ENTRIES)).isEqualTo(ENTRIES - 1);
        assertThat(tenant.all(ContentKind.URLS)).hasSize((int) indexed(tenant, SearchIndex.URLS));
    }

    @Test
    void anotherAttemptGoesOnBehindTheLastChunk() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.imported(articles(ENTRIES)).trial();

        var stopped = job.stoppedAfterChunk(1).attempt(TaskType.REINDEX_ENTRIES, entries());
        assertThat(stopped).isEmpty();
        assertThat(job.job().tasks().get(1).checkpoint().chunksDone()).isEqualTo(2);
        assertThat(job.undisturbed().attempt(TaskType.REINDEX_ENTRIES, entries())).isPresent();

        assertThat(indexed(tenant, SearchIndex.ENTRIES)).isEqualTo(ENTRIES);
        assertThat(job.job().tasks().get(1).progress().processed()).isEqualTo(ENTRIES);
    }
}
