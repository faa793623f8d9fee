package codex.jobs.worker.handlers.deletes;

import static codex.jobs.worker.handlers.deletes.DeleteTrial.messages;
import static codex.jobs.worker.handlers.deletes.DeleteTrial.restored;
import static codex.jobs.worker.handlers.deletes.DeleteTrial.said;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.TaskType;
import codex.jobs.worker.handlers.deletes.DeleteTrial.Tenant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestoreIT {

    @RegisterExtension static final DeleteTrial trial = DeleteTrial.with(Part.MONGODB, Part.S3);

    @Test
    void entriesComeBackAsTheyWere() throws Exception {
        var tenant = trial.tenant();
        for (var id : List.of("a", "b", "c", "d")) {
            tenant.article(id, "a");
        }
        tenant.note("n", "a");
        tenant.force = true;
        var entries = withoutVersions(tenant);
        var urls = tenant.all(ContentKind.URLS);
        var deleted = tenant.done(tenant.ofModel("mdarticle"));
        assertThat(withoutVersions(tenant)).isNotEqualTo(entries);

        var job = tenant.done(tenant.undoing(deleted));

        assertThat(restored(job)).isEqualTo("4/0/0");
        assertThat(messages(job)).contains("Restored 4 entries");
        assertThat(job.job().tasks().getFirst().progress().total()).isEqualTo(4);
        assertThat(withoutVersions(tenant)).isEqualTo(entries);
        assertThat(tenant.all(ContentKind.URLS)).isEqualTo(urls);
        assertThat(tenant.all(ContentKind.ENTRY_VERSIONS)).hasSize(8);
        var version = tenant.entry("a").get("system", Document.class).getString("versionId");
        assertThat(tenant.ids(ContentKind.ENTRY_VERSIONS)).contains(version);
    }

    /// Without what is new with every change.
    private static List<Document> withoutVersions(Tenant tenant) {
        return tenant.all(ContentKind.ENTRIES).stream()
                .peek(entry -> {
                    var system = entry.get("system", Document.class);
                    system.remove("versionId");
                    system.remove("updatedAt");
                    system.remove("updatedBy");
                })
                .toList();
    }

    @Test
    void whatSomebodyHasChangedSinceStays() throws Exception {
        var tenant = trial.tenant();
        for (var id : List.of("a", "b", "c", "gone")) {
            tenant.article(id);
        }
        var deleted = tenant.done(tenant.ofModel("mdarticle"));
        tenant.change("b", "system.status", 3);
        tenant.collection(ContentKind.ENTRIES).deleteOne(new Document("_id", "gone"));
        tenant.collection(ContentKind.URLS)
                .insertOne(
                        new Document("_id", "cuother")
                                .append("siteId", "s1")
                                .append("url", "/c")
                                .append("entityType", "ENTRY")
                                .append("entityId", "other"));

        var job = tenant.done(tenant.undoing(deleted));

        assertThat(restored(job)).isEqualTo("2/0/2");
        assertThat(said(job))
                .containsExactly(
                        "b CHANGED_SINCE Not brought back: it has been changed since it was deleted",
                        "c URL_TAKEN Its address /c belongs to something else by now",
                        "gone CHANGED_SINCE Not brought back: it has been changed since it was"
                                + " deleted");
        assertThat(tenant.status("a")).isEqualTo(1);
        assertThat(tenant.status("b")).isEqualTo(3);
        assertThat(tenant.status("c")).isEqualTo(1);
        assertThat(tenant.ids(ContentKind.URLS)).containsExactly("cua", "cuother");
    }

    @Test
    void whatACancelledDeleteHasDeletedComesBack() throws Exception {
        var tenant = trial.tenant();
        for (var id : List.of("a", "b", "c", "d")) {
            tenant.article(id);
        }
        var deleted = tenant.ofModel("mdarticle");
        var stopped = 0L;
        while (tenant.status("a") == 1) {
            assertThat(
                            deleted.stoppedAfterChunk(stopped++)
                                    .attempt(TaskType.DELETE_CONTENT, tenant.handler()))
                    .isEmpty();
        }

        assertThat(restored(tenant.done(tenant.undoing(deleted)))).isEqualTo("3/0/0");
        assertThat(List.of("a", "b", "c", "d"))
                .allSatisfy(id -> assertThat(tenant.status(id)).isEqualTo(1));
    }

    @Test
    void aFieldComesBackWithItsValues() throws Exception {
        var tenant = trial.tenant();
        for (var id : List.of("a", "b", "c", "d")) {
            tenant.article(id, "other");
        }
        var models = tenant.all(ContentKind.MODELS);
        var urls = tenant.all(ContentKind.URLS);
        var url = tenant.done(tenant.ofField("url", FieldType.URL));
        var related = tenant.done(tenant.ofField("related", FieldType.REFERENCE));
        tenant.change("b", "content.url", "/new");

        var job = tenant.done(tenant.undoing(url));
        tenant.done(tenant.undoing(related));

        assertThat(restored(job)).isEqualTo("0/3/1");
        assertThat(messages(job)).contains("Restored field url of 3 entries");
        assertThat(said(job)).containsExactly("b CHANGED_SINCE The entry has another value by now");
        assertThat(tenant.entry("a").get("content", Document.class))
                .containsEntry("url", "/a")
                .containsEntry("related", List.of(new Document("id", "other")));
        assertThat(tenant.entry("b").get("content", Document.class)).containsEntry("url", "/new");
        assertThat(tenant.entry("a").getList("references", String.class)).containsExactly("other");
        assertThat(tenant.all(ContentKind.URLS))
                .isEqualTo(urls.stream().filter(one -> !"/b".equals(one.get("url"))).toList());
        var model = tenant.all(ContentKind.MODELS).getFirst();
        assertThat(model.getList("fields", Document.class))
                .containsExactlyInAnyOrderElementsOf(
                        models.getFirst().getList("fields", Document.class));
        assertThat(model.getList("deletedFields", Document.class)).isEmpty();
    }

    @Test
    void aValueThatAnEntryGetsMeanwhileStays() throws Exception {
        var tenant = trial.tenant();
        tenant.article("a");
        var deleted = tenant.done(tenant.ofField("url", FieldType.URL));
        // when it is decided what comes back, and nothing has come back yet
        trial.clients().beforeWrite(1, () -> tenant.change("a", "content.url", "/new"));

        tenant.done(tenant.undoing(deleted));

        trial.clients().spare();
        assertThat(tenant.entry("a").get("content", Document.class)).containsEntry("url", "/new");
    }

    @Test
    void aFieldStaysAwayIfThereIsANewOneOfItsName() throws Exception {
        var tenant = trial.tenant();
        tenant.article("a");
        var deleted = tenant.done(tenant.ofField("url", FieldType.URL));
        tenant.collection(ContentKind.MODELS)
                .updateOne(
                        new Document("_id", "mdarticle"),
                        new Document(
                                "$push",
                                new Document(
                                        "fields",
                                        new Document("alias", "url").append("type", "TEXT"))));

        var job = tenant.done(tenant.undoing(deleted));

        assertThat(job.job().error()).isNotNull().extracting("code").isEqualTo("FIELD_EXISTS");
        assertThat(tenant.entry("a").get("content", Document.class)).doesNotContainKey("url");
    }

    @Test
    void everythingElseComesBackUnlessThereIsOneLikeIt() throws Exception {
        var tenant = trial.tenant();
        for (var i = 0; i < 4; i++) {
            var number = Integer.toString(i);
            for (var kind : List.of(ContentKind.LISTS, ContentKind.TAGS, ContentKind.SECTIONS)) {
                tenant.collection(kind)
                        .insertOne(
                                new Document("_id", kind.slug() + number)
                                        .append("siteId", "s1")
                                        .append("key", "k" + number)
                                        .append("order", List.of("x", "y")));
            }
        }
        tenant.collection(ContentKind.URLS)
                .insertOne(
                        new Document("_id", "cusection")
                                .append("siteId", "s1")
                                .append("url", "/sections")
                                .append("entityType", "SECTION")
                                .append("entityId", "sections1"));
        var kinds =
                List.of(
                        ContentKind.LISTS,
                        ContentKind.TAGS,
                        ContentKind.SECTIONS,
                        ContentKind.URLS);
        var before = kinds.stream().map(tenant::all).toList();
        var deletions =
                List.of(
                        ContentDeletion.DELETE_LISTS,
                        ContentDeletion.DELETE_TAGS,
                        ContentDeletion.DELETE_SECTIONS);
        var deleted = tenant.ofSite(deletions.toArray(ContentDeletion[]::new));
        for (var i = 0; i < deletions.size(); i++) {
            tenant.done(deleted);
        }
        assertThat(kinds).allSatisfy(kind -> assertThat(tenant.all(kind)).isEmpty());
        var like = new Document("_id", "like").append("siteId", "s1").append("key", "k2");
        tenant.collection(ContentKind.TAGS).insertOne(like);

        var job = tenant.undoing(deleted);
        for (var i = 0; i < deletions.size(); i++) {
            tenant.done(job);
        }

        assertThat(restored(job)).isEqualTo("11/0/1");
        assertThat(messages(job))
                .containsSubsequence(
                        "Restored 4 sections",
                        "Restored 3 tags",
                        "Skipped 1 that stay as they are",
                        "Restored 4 lists");
        assertThat(said(job))
                .containsExactly("tags2 EXISTS Not brought back: there is one like it by now");
        tenant.collection(ContentKind.TAGS).deleteOne(like);
        tenant.collection(ContentKind.TAGS).insertOne(before.get(1).get(2));
        assertThat(kinds.stream().map(tenant::all).toList()).isEqualTo(before);
    }
}
