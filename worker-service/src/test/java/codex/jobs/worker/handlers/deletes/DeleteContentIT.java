package codex.jobs.worker.handlers.deletes;

import static codex.jobs.worker.handlers.deletes.DeleteTrial.counts;
import static codex.jobs.worker.handlers.deletes.DeleteTrial.messages;
import static codex.jobs.worker.handlers.deletes.DeleteTrial.said;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.TaskType;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.handlers.search.Reindex;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeleteContentIT {

    @RegisterExtension
    static final DeleteTrial trial = DeleteTrial.with(Part.MONGODB, Part.S3, Part.OPENSEARCH);

    @Test
    void entriesGoAndLeaveAllThatBringsThemBack() throws Exception {
        var tenant = trial.tenant();
        for (var id : List.of("a", "b", "c", "d")) {
            tenant.article(id);
        }
        tenant.note("n", "elsewhere");
        var before = tenant.entry("a");

        var job = tenant.done(tenant.ofModel("mdarticle"));

        assertThat(counts(job)).isEqualTo("0/4/0/0");
        assertThat(job.job().tasks().getFirst().progress().total()).isEqualTo(4);
        assertThat(messages(job)).contains("Deleted 4 entries");
        assertThat(tenant.status("a")).isEqualTo(2);
        var until = Instant.now().plus(DeleteTrial.TRASH);
        assertThat(tenant.entry("a").getDate("purgeAt")).isCloseTo(Date.from(until), 60_000);
        assertThat(tenant.status("n")).isEqualTo(1);
        assertThat(tenant.all(ContentKind.URLS)).isEmpty();
        assertThat(tenant.all(ContentKind.ENTRY_VERSIONS)).hasSize(4);
        var kept = tenant.all(ContentKind.TRASH);
        assertThat(kept).hasSize(4);
        assertThat(kept.getFirst().get("document")).isEqualTo(before);
        assertThat(kept.getFirst().getList("urls", Document.class))
                .extracting(url -> url.get("url"))
                .containsExactly("/a");
        assertThat(kept.getFirst().getDate("expiresAt")).isCloseTo(Date.from(until), 60_000);
    }

    @Test
    void whoStillRefersToADeletedEntryIsNamed() throws Exception {
        var tenant = trial.tenant();
        tenant.article("a");
        tenant.article("b", "a");
        tenant.article("c", "a", "b");
        tenant.article("d", "a", "c");

        var job = tenant.done(tenant.ofIds("a", "b"));

        assertThat(counts(job)).isEqualTo("0/2/0/0");
        assertThat(said(job))
                .containsExactly(
                        "a DANGLING_REFERENCES 2 entries still refer to it (c, d)",
                        "b DANGLING_REFERENCES 1 entries still refer to it (c)");
        assertThat(tenant.entry("c").getList("references", String.class)).contains("a", "b");
    }

    @Test
    void whatOthersNeedStaysWithAllThatItNeedsItself() throws Exception {
        var tenant = trial.tenant();
        tenant.article("z");
        // each before what it needs, and behind it
        tenant.note("c", "b");
        tenant.note("b", "d");
        tenant.note("d", "z");
        tenant.note("outside", "c");
        tenant.note("x", "y");
        tenant.note("y", "x");
        tenant.note("free", "z");

        var job = tenant.done(tenant.ofIds("b", "c", "d", "free", "x", "y", "z"));

        assertThat(counts(job)).isEqualTo("0/3/4/0");
        assertThat(said(job))
                .contains(
                        "c REFERENCED Not deleted: other entries need it (outside)",
                        "b REFERENCED Not deleted: other entries need it (c)",
                        "d REFERENCED Not deleted: other entries need it (b)",
                        "z REFERENCED Not deleted: other entries need it (d)")
                .hasSize(4);
        assertThat(messages(job)).contains("Deleted 3 entries", "Skipped 4 referenced entries");
        assertThat(Set.of("b", "c", "d", "z", "outside"))
                .allSatisfy(id -> assertThat(tenant.status(id)).isEqualTo(1));
        assertThat(Set.of("x", "y", "free"))
                .allSatisfy(id -> assertThat(tenant.status(id)).isEqualTo(2));
    }

    @Test
    void forceDeletesWhatOthersNeed() throws Exception {
        var tenant = trial.tenant();
        tenant.article("a");
        tenant.note("outside", "a");
        tenant.force = true;

        var job = tenant.done(tenant.ofIds("a"));

        assertThat(counts(job)).isEqualTo("0/1/0/0");
        assertThat(said(job))
                .contains("a DANGLING_REFERENCES 1 entries still refer to it (outside)");
        assertThat(tenant.status("a")).isEqualTo(2);
    }

    @Test
    void aDryRunSaysTheSameAndChangesNothing() throws Exception {
        var tenant = trial.tenant();
        tenant.article("a");
        tenant.article("b");
        tenant.article("c", "b");
        tenant.note("n", "a");
        tenant.dryRun = true;
        var entries = tenant.all(ContentKind.ENTRIES);
        var models = tenant.all(ContentKind.MODELS);

        var dry = tenant.done(tenant.ofIds("a", "b"));
        var field = tenant.done(tenant.ofField("url", FieldType.URL));

        assertThat(messages(dry)).contains("Dry run: deleted 1 entries");
        assertThat(messages(field)).contains("Dry run: removed field url from 3 entries");
        assertThat(tenant.all(ContentKind.ENTRIES)).isEqualTo(entries);
        assertThat(tenant.all(ContentKind.MODELS)).isEqualTo(models);
        assertThat(tenant.all(ContentKind.URLS)).hasSize(3);
        assertThat(tenant.all(ContentKind.TRASH)).isEmpty();
        assertThat(tenant.all(ContentKind.ENTRY_VERSIONS)).isEmpty();
        tenant.dryRun = false;
        var real = tenant.done(tenant.ofIds("a", "b"));
        assertThat(counts(real)).isEqualTo(counts(dry)).isEqualTo("0/1/1/0");
        assertThat(said(real)).isEqualTo(said(dry));
    }

    @Test
    void whatIsCreatedAfterTheStartStays() throws Exception {
        var tenant = trial.tenant();
        for (var id : List.of("a", "b", "c", "d")) {
            tenant.article(id);
        }
        var job = tenant.ofModel("mdarticle");
        // two pages, then the page that finds nothing more
        assertThat(job.stoppedAfterChunk(2).attempt(TaskType.DELETE_CONTENT, tenant.handler()))
                .isEmpty();
        tenant.article("bb");
        tenant.article("e");

        tenant.done(job.undisturbed());

        assertThat(counts(job)).isEqualTo("0/4/0/0");
        assertThat(tenant.status("bb")).isEqualTo(1);
        assertThat(tenant.status("e")).isEqualTo(1);
    }

    @Test
    void stoppedBetweenChunksTheRestIsThere() throws Exception {
        var tenant = trial.tenant();
        for (var id : List.of("a", "b", "c", "d")) {
            tenant.article(id);
        }
        var job = tenant.ofModel("mdarticle");
        // select, select, nothing more, then guard and spread, then the first three
        var stopped = 0L;
        while (tenant.status("a") == 1) {
            assertThat(
                            job.stoppedAfterChunk(stopped++)
                                    .attempt(TaskType.DELETE_CONTENT, tenant.handler()))
                    .isEmpty();
        }
        assertThat(counts(job)).isEqualTo("0/3/0/0");
        assertThat(tenant.status("d")).isEqualTo(1);
        assertThat(tenant.all(ContentKind.URLS)).hasSize(1);
    }

    @Test
    void aFieldGoesFromItsModelAndThenFromTheEntries() throws Exception {
        var tenant = trial.tenant();
        for (var id : List.of("a", "b", "c", "d")) {
            tenant.article(id, "other");
        }
        tenant.collection(ContentKind.ENTRIES)
                .updateOne(
                        new Document("_id", "d"),
                        new Document("$unset", new Document("content.url", 1)));
        tenant.collection(ContentKind.URLS)
                .insertOne(
                        new Document("_id", "cuother")
                                .append("siteId", "s1")
                                .append("url", "/another-of-a")
                                .append("entityId", "a"));

        var job = tenant.done(tenant.ofField("url", FieldType.URL));

        assertThat(counts(job)).isEqualTo("3/0/0/0");
        assertThat(messages(job)).contains("Removed field url from 3 entries");
        var model = tenant.all(ContentKind.MODELS).getFirst();
        assertThat(aliases(model, "fields"))
                .containsExactly("title", "tags", "main", "related", "image", "blocks", "writer");
        assertThat(aliases(model, "deletedFields")).containsExactly("url");
        assertThat(tenant.entry("a").get("content", Document.class)).doesNotContainKey("url");
        assertThat(tenant.entry("a").get("system", Document.class).get("versionId"))
                .isNotEqualTo("v1");
        assertThat(tenant.entry("a").getList("references", String.class)).containsExactly("other");
        assertThat(tenant.all(ContentKind.URLS))
                .extracting(url -> url.get("url"))
                .containsExactly("/d", "/another-of-a");
        assertThat(tenant.all(ContentKind.TRASH))
                .extracting(kept -> kept.get("field"))
                .containsExactly("url", "url", "url");

        tenant.done(tenant.ofField("related", FieldType.REFERENCE));
        assertThat(tenant.entry("a").getList("references", String.class)).isEmpty();
    }

    private static List<Object> aliases(Document model, String fields) {
        return model.getList(fields, Document.class).stream()
                .map(field -> field.get("alias"))
                .toList();
    }

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
