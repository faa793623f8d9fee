package codex.jobs.worker.handlers.deletes;

import static codex.jobs.worker.handlers.deletes.DeleteTrial.counts;
import static codex.jobs.worker.handlers.deletes.DeleteTrial.messages;
import static codex.jobs.worker.handlers.deletes.DeleteTrial.said;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.TaskType;
import java.time.Instant;
import java.util.Date;
import java.util.List;
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
}
