package codex.jobs.worker.handlers.deletes;

import static codex.jobs.worker.handlers.deletes.DeleteTrial.counts;
import static codex.jobs.worker.handlers.deletes.DeleteTrial.messages;
import static codex.jobs.worker.handlers.deletes.DeleteTrial.said;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.TaskType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.handlers.search.Reindex;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whatever a site has, and what several sites share.
class DeleteSiteIT {

    @RegisterExtension
    static final DeleteTrial trial = DeleteTrial.with(Part.MONGODB, Part.S3, Part.OPENSEARCH);

    @Test
    void aSiteLosesEverythingAndIsNotFoundAnyMore() throws Exception {
        var tenant = trial.tenant();
        tenant.article("a");
        for (var kind :
                List.of(
                        ContentKind.LISTS,
                        ContentKind.VIEWS,
                        ContentKind.TAGS,
                        ContentKind.SECTIONS)) {
            var documents = tenant.collection(kind);
            for (var i = 0; i < 4; i++) {
                documents.insertOne(
                        new Document("_id", kind.slug() + i)
                                .append("siteId", "s1")
                                .append("key", "k" + i)
                                .append("name", "n"));
            }
            documents.insertOne(new Document("_id", kind.slug() + "other").append("siteId", "s2"));
        }
        tenant.collection(ContentKind.URLS)
                .insertOne(
                        new Document("_id", "cusection")
                                .append("siteId", "s1")
                                .append("url", "/sections")
                                .append("entityType", "SECTION")
                                .append("entityId", "sections1"));
        indexed(tenant);

        var job =
                tenant.ofSite(
                        ContentDeletion.DELETE_SECTIONS,
                        ContentDeletion.DELETE_TAGS,
                        ContentDeletion.DELETE_VIEWS,
                        ContentDeletion.DELETE_LISTS,
                        ContentDeletion.DELETE_ENTRIES);
        for (var i = 0; i < 5; i++) {
            tenant.done(job);
        }
        var _ = job.attempt(TaskType.REINDEX_ENTRIES, reindex("entries")).orElseThrow();
        var _ = job.attempt(TaskType.REINDEX_URLS, reindex("urls")).orElseThrow();
        var _ = job.attempt(TaskType.REINDEX_TAGS, reindex("tags")).orElseThrow();
        var _ = job.attempt(TaskType.REINDEX_GENERAL, reindex("general")).orElseThrow();

        assertThat(counts(job)).isEqualTo("0/17/0/0");
        assertThat(messages(job))
                .containsSubsequence(
                        "Deleted 1 entries",
                        "Deleted 4 lists",
                        "Deleted 4 views",
                        "Deleted 4 tags",
                        "Deleted 4 sections");
        assertThat(tenant.all(ContentKind.URLS)).isEmpty();
        assertThat(tenant.all(ContentKind.SECTIONS)).hasSize(1);
        assertThat(tenant.all(ContentKind.TRASH)).hasSize(17);
        var index = trial.bean(IndexWriter.class);
        assertThat(index.count(tenant.scope, SearchIndex.ENTRIES)).isZero();
        assertThat(index.count(tenant.scope, SearchIndex.URLS)).isZero();
        assertThat(index.count(tenant.scope, SearchIndex.TAGS)).isEqualTo(1);
        assertThat(index.count(tenant.scope, SearchIndex.GENERAL)).isEqualTo(3);
    }

    @Test
    void assetsAndAuthorsGoThatNobodyElseUses() throws Exception {
        var tenant = trial.tenant();
        for (var kind : List.of(ContentKind.ASSETS, ContentKind.AUTHORS)) {
            for (var id : List.of("own", "shared", "unused", "block")) {
                tenant.collection(kind)
                        .insertOne(new Document("_id", id).append("externalId", "x-" + id));
            }
        }
        tenant.article("a");
        tenant.change("a", "content.image", new Document("id", "own"));
        tenant.change("a", "content.writer", new Document("id", "own"));
        tenant.change(
                "a",
                "content.blocks",
                List.of(new Document("attrs", new Document("media", new Document("id", "block")))));
        tenant.article("b");
        tenant.change("b", "content.image", new Document("id", "shared"));
        tenant.change("b", "content.writer", new Document("id", "shared"));
        tenant.article("c");
        tenant.change("c", "system.siteId", "s2");
        tenant.change("c", "content.image", new Document("id", "shared"));
        tenant.change("c", "content.writer", new Document("id", "shared"));

        var job =
                tenant.ofSite(
                        ContentDeletion.DELETE_ENTRIES,
                        ContentDeletion.DELETE_ASSETS,
                        ContentDeletion.DELETE_AUTHORS);
        for (var i = 0; i < 3; i++) {
            tenant.done(job);
        }

        assertThat(messages(job))
                .containsSubsequence("Deleted 2 entries", "Deleted 2 assets", "Deleted 1 authors");
        assertThat(said(job)).isEmpty();
        assertThat(tenant.ids(ContentKind.ASSETS)).containsExactly("shared", "unused");
        assertThat(tenant.ids(ContentKind.AUTHORS)).containsExactly("block", "shared", "unused");
        var undo = tenant.undoing(job);
        for (var i = 0; i < 3; i++) {
            tenant.done(undo);
        }
        assertThat(messages(undo))
                .containsSubsequence(
                        "Restored 1 authors", "Restored 2 assets", "Restored 2 entries");
        assertThat(tenant.ids(ContentKind.ASSETS)).hasSize(4);
        assertThat(tenant.status("a")).isEqualTo(1);
    }

    @Test
    void anAssetThatAnEntryNeedsStays() throws Exception {
        var tenant = trial.tenant();
        for (var id : List.of("free", "needed")) {
            tenant.collection(ContentKind.ASSETS)
                    .insertOne(new Document("_id", id).append("externalId", "x-" + id));
        }
        tenant.article("a");
        tenant.change("a", "content.image", new Document("id", "free"));
        tenant.note("n", "a");
        tenant.change("n", "content.cover", new Document("id", "needed"));

        var job = tenant.done(tenant.ofSite(ContentDeletion.DELETE_ASSETS));

        assertThat(counts(job)).isEqualTo("0/1/1/0");
        assertThat(said(job))
                .containsExactly(
                        "free DANGLING_REFERENCES Entries still refer to it",
                        "needed REFERENCED Not deleted: entries need it");
        assertThat(tenant.ids(ContentKind.ASSETS)).containsExactly("needed");
        tenant.force = true;
        var forced =
                tenant.done(tenant.ofSiteOrModel(null, "mdnote", ContentDeletion.DELETE_ASSETS));
        assertThat(counts(forced)).isEqualTo("0/1/0/0");
    }

    private static void indexed(DeleteTrial.Tenant tenant) {
        var index = trial.bean(IndexWriter.class);
        Map.of(
                        ContentKind.ENTRIES, SearchIndex.ENTRIES,
                        ContentKind.URLS, SearchIndex.URLS,
                        ContentKind.TAGS, SearchIndex.TAGS,
                        ContentKind.LISTS, SearchIndex.GENERAL,
                        ContentKind.VIEWS, SearchIndex.GENERAL,
                        ContentKind.SECTIONS, SearchIndex.GENERAL)
                .forEach((kind, into) -> {
                    for (var document : tenant.all(kind)) {
                        var id = document.getString("_id");
                        index.write(tenant.scope, into, Map.of(id, Map.of("name", "n")), Set.of());
                    }
                });
    }

    private static Reindex reindex(String index) {
        var reader = trial.bean(ContentReader.class);
        var ledger = trial.bean(ChunkLedger.class);
        var writer = trial.bean(IndexWriter.class);
        return switch (index) {
            case "entries" -> Reindex.entries(reader, ledger, writer);
            case "urls" -> Reindex.urls(reader, ledger, writer);
            case "tags" -> Reindex.tags(reader, ledger, writer);
            default -> Reindex.assets(reader, ledger, writer);
        };
    }
}
