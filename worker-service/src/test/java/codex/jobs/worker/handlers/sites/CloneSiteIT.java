package codex.jobs.worker.handlers.sites;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.runtime.HandlerTrial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Specification 3.8: what a cloned site holds, and who sees it when.
class CloneSiteIT {

    @RegisterExtension static final SiteTrial trial = new SiteTrial();

    private static String id(HandlerTrial job, ContentKind kind, String id) {
        return ContentId.copy(SiteTrial.site(job), kind, id);
    }

    private static Date at(long millis) {
        return Date.from(Instant.ofEpochMilli(millis));
    }

    @Test
    void anEntryIsCopiedWithAllThatItRefersTo() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("copy");

        tenant.finish(job);

        var a = id(job, ContentKind.ENTRIES, "a");
        var b = id(job, ContentKind.ENTRIES, "b");
        var c = id(job, ContentKind.ENTRIES, "c");
        var d = id(job, ContentKind.ENTRIES, "d");
        var s1 = id(job, ContentKind.SECTIONS, "s1");
        var copy = Objects.requireNonNull(tenant.copyOf(job, ContentKind.ENTRIES, "a"));
        var version = copy.get("system", Document.class).getString("versionId");
        assertThat(version).startsWith("cv").isNotEqualTo("cv-a");
        var expected =
                Document.parse(
                        """
                        {_id: '%s', system: {siteId: '%s', modelId: 'mdarticle', modelAlias: 'article',
                          externalId: 'x-a', status: 1, versionId: '%s', labels: [{id: 'label1'}],
                          publishedAt: {$date: 2000}},
                         content: {title: 'a', main: {id: '%s'},
                          related: [{id: '%s'}, {id: 'x'}, {id: 'gone'}],
                          sections: [{id: '%s', isMain: true}, {id: 's9', isMain: false}],
                          body: '<a data-entry-id="%s">d</a> <i data-site-id="%s">', author: {id: 'ann'},
                          story: [{type: 'entry', attrs: {entryId: '%s', blockId: 'a'}, text: 'a'}]},
                         attrs: {k: 'a'}, references: ['%s', '%s', 'x', 'gone'], purgeAt: {$date: 0}}
                        """
                                .formatted(
                                        a,
                                        SiteTrial.site(job),
                                        version,
                                        b,
                                        c,
                                        s1,
                                        d,
                                        SiteTrial.site(job),
                                        a,
                                        b,
                                        c));
        assertThat(copy).isEqualTo(expected);
        assertThat(tenant.find(ContentKind.ENTRIES, "a")).isEqualTo(tenant.entry("a", "site1", 1));
        assertThat(tenant.all(ContentKind.ENTRY_VERSIONS)).isEmpty();
    }

    @Test
    void everythingElseThatASiteHasIsCopied() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("copy");

        tenant.finish(job);

        var a = id(job, ContentKind.ENTRIES, "a");
        var b = id(job, ContentKind.ENTRIES, "b");
        var s1 = id(job, ContentKind.SECTIONS, "s1");
        var l1 = id(job, ContentKind.LISTS, "l1");
        assertThat(tenant.copyOf(job, ContentKind.SECTIONS, "s2"))
                .containsEntry("siteId", SiteTrial.site(job))
                .containsEntry("name", "s1")
                .containsEntry("parentId", s1);
        assertThat(tenant.find(ContentKind.LISTS, l1))
                .containsEntry("name", "a")
                .containsEntry("entries", List.of(a, "x", "gone"))
                .containsEntry("items", List.of(new Document("entryId", b).append("note", "b")))
                .containsEntry(
                        "filter",
                        "{\"system\":{\"SiteId\":{\"In\":[\"%s\"],\"_t\":\"StringFilter\"}}}"
                                .formatted(SiteTrial.site(job)));
        assertThat(tenant.copyOf(job, ContentKind.VIEWS, "v1"))
                .containsEntry("listId", l1)
                .containsEntry("columns", List.of("a"));
        var urls = new ArrayList<String>();
        for (var url : List.of("/a/", "/world/", "/ann/")) {
            var stored = tenant.find(ContentKind.URLS, ContentId.url(SiteTrial.site(job), url));
            urls.add(Objects.requireNonNull(stored).getString("entityId"));
        }
        assertThat(urls).containsExactly(a, s1, "ann");
        assertThat(tenant.find(ContentKind.TAGS, ContentId.tag(SiteTrial.site(job), "summer")))
                .containsEntry("name", "Summer")
                .containsEntry("siteId", SiteTrial.site(job));
    }

    @Test
    void settingsAreCopiedWithWhatTheyReferTo() throws Exception {
        var tenant = trial.tenant();
        var before = tenant.all(ContentKind.SETTINGS);
        var job = tenant.clone("copy");

        tenant.finish(job);

        var expected =
                Document.parse(
                        """
                        {_id: '%s', siteId: '%s', name: 'navigation', values: {home: {entryId: '%s'},
                          items: [{label: 's1', sectionId: '%s'}, {listId: '%s'}, {sectionId: 's9'}],
                          canonicalSiteId: '%s', parentSettingId: '%s'}}
                        """
                                .formatted(
                                        id(job, ContentKind.SETTINGS, "g1"),
                                        SiteTrial.site(job),
                                        id(job, ContentKind.ENTRIES, "a"),
                                        id(job, ContentKind.SECTIONS, "s1"),
                                        id(job, ContentKind.LISTS, "l1"),
                                        SiteTrial.site(job),
                                        id(job, ContentKind.SETTINGS, "g0")));
        assertThat(tenant.copyOf(job, ContentKind.SETTINGS, "g1")).isEqualTo(expected);
        // those of the environment and of other sites serve only themselves
        assertThat(tenant.all(ContentKind.SETTINGS)).hasSize(6).containsAll(before);
    }

    @Test
    void theNewSiteHasTheSettingsAndModelsOfItsBase() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("copy");

        tenant.finish(job);

        assertThat(tenant.find(ContentKind.SITES, SiteTrial.site(job)))
                .isEqualTo(
                        new Document("_id", SiteTrial.site(job))
                                .append("alias", "copy")
                                .append("name", "Copy")
                                .append("status", "READY")
                                .append(
                                        "settings",
                                        new Document(
                                                        "home",
                                                        new Document(
                                                                "entryId",
                                                                id(job, ContentKind.ENTRIES, "a")))
                                                .append("colour", "blue"))
                                .append("logo", "ca2")
                                .append("createdAt", at(5_000)));
        var configurations =
                Objects.requireNonNull(tenant.find(ContentKind.MODELS, "mdarticle"))
                        .getList("siteConfigurations", Document.class);
        assertThat(configurations)
                .containsExactly(
                        new Document("siteId", "site2"),
                        new Document("siteId", "site1")
                                .append("folderId", "f1")
                                .append("sectionId", "s1"),
                        new Document("siteId", SiteTrial.site(job))
                                .append("folderId", "f1")
                                .append("sectionId", id(job, ContentKind.SECTIONS, "s1")));
        assertThat(tenant.find(ContentKind.MODELS, "mdall"))
                .doesNotContainKey("siteConfigurations");
        assertThat(
                        Objects.requireNonNull(tenant.find(ContentKind.MODELS, "mdshop"))
                                .getList("siteConfigurations", Document.class))
                .hasSize(1);
    }

    @Test
    void theLogSaysWhatIsDocumentedInThatOrder() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("copy");

        tenant.finish(job);

        assertThat(SiteTrial.messages(job))
                .containsSubsequence(
                        "New site is created!",
                        "Cloning entities in site has started!",
                        "Cloned 5 entries",
                        "Cloned 1 views",
                        "Cloned 2 sections",
                        "Cloned 1 lists",
                        "Cloned 3 URLs",
                        "Cloned 1 tags",
                        "Cloned 2 settings",
                        "Indexed 5 entries",
                        "Indexed 3 URLs",
                        "Indexed 1 tags",
                        "Indexed 4 documents",
                        "Readers see the new site");
        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.job().counts().created()).isEqualTo(15);
        assertThat(job.job().tasks().getFirst().progress().processed()).isEqualTo(15);
    }

    @Test
    void scheduledEntriesBecomeDraftsWithAWarning() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("copy");

        tenant.finish(job);

        assertThat(
                        Objects.requireNonNull(tenant.copyOf(job, ContentKind.ENTRIES, "e"))
                                .get("system", Document.class))
                .containsEntry("status", 3)
                .containsEntry("publishedAt", at(2_000));
        assertThat(job.lines())
                .filteredOn(line -> line.type() == LogType.WARNING)
                .extracting(LogLine::code, LogLine::itemId, LogLine::externalId)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "SCHEDULED_AS_DRAFT", id(job, ContentKind.ENTRIES, "e"), "x-e"));
    }

    @Test
    void readersSeeTheSiteAfterTheLastTaskOnly() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("copy");

        for (var task = 0; task < 5; task++) {
            assertThat(tenant.isSeen(job)).isFalse();
            tenant.attempt(job);
        }

        assertThat(tenant.isSeen(job)).isTrue();
        assertThat(tenant.indexed(SearchIndex.ENTRIES)).isEqualTo(5);
        assertThat(tenant.indexed(SearchIndex.URLS)).isEqualTo(3);
        assertThat(tenant.indexed(SearchIndex.TAGS)).isEqualTo(1);
        assertThat(tenant.indexed(SearchIndex.GENERAL)).isEqualTo(4);
    }

    @Test
    void whatEditorsChangeMeanwhileIsCopiedAgain() throws Exception {
        var tenant = trial.tenant();
        // behind the entries, which take four chunks, and the views
        var job = tenant.clone("copy").stoppedAfterChunk(6);
        tenant.attempt(job);
        var changed = tenant.entry("b", "site1", 1);
        changed.get("system", Document.class).put("versionId", "cv-later");
        changed.get("content", Document.class).put("main", new Document("id", "0new"));
        tenant.put(ContentKind.ENTRIES, changed);
        tenant.put(ContentKind.ENTRIES, tenant.entry("0new", "site1", 1));
        tenant.put(ContentKind.VIEWS, "{_id: 'v1', siteId: 'site1', listId: 'l1', columns: []}");
        job.undisturbed();

        tenant.finish(job);

        assertThat(
                        Objects.requireNonNull(tenant.copyOf(job, ContentKind.ENTRIES, "b"))
                                .get("content", Document.class))
                .containsEntry("main", new Document("id", id(job, ContentKind.ENTRIES, "0new")));
        assertThat(tenant.copyOf(job, ContentKind.ENTRIES, "0new")).isNotNull();
        assertThat(tenant.copyOf(job, ContentKind.VIEWS, "v1")).containsEntry("columns", List.of());
        assertThat(SiteTrial.messages(job))
                .containsSubsequence(
                        "Copied 3 documents again that were changed meanwhile",
                        "Cloned 6 entries",
                        "Cloned 1 views");
    }

    @Test
    void aCloneCanBeCloned() throws Exception {
        var tenant = trial.tenant();
        var first = tenant.clone("first");
        tenant.finish(first);
        var second =
                tenant.clone(
                        new JobSpec.CloneSite(SiteTrial.site(first), "second", "Second", null));

        tenant.finish(second);

        var a = id(second, ContentKind.ENTRIES, id(first, ContentKind.ENTRIES, "a"));
        var b = id(second, ContentKind.ENTRIES, id(first, ContentKind.ENTRIES, "b"));
        assertThat(Objects.requireNonNull(tenant.find(ContentKind.ENTRIES, a)))
                .containsEntry(
                        "references",
                        List.of(
                                b,
                                id(
                                        second,
                                        ContentKind.ENTRIES,
                                        id(first, ContentKind.ENTRIES, "c")),
                                "x",
                                "gone"));
    }
}
