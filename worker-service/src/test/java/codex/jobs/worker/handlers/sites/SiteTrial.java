package codex.jobs.worker.handlers.sites;

import static com.mongodb.client.model.Sorts.ascending;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.StoresConfiguration;
import codex.jobs.stores.content.ContentDatabases;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.stores.content.SiteBuilds;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.worker.handlers.FailingStores;
import codex.jobs.worker.runtime.HandlerTrial;
import codex.jobs.worker.runtime.Outcome;
import codex.jobs.worker.runtime.TaskHandler;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/// Sites in real stores, and clones of them, chunks of two things.
final class SiteTrial implements BeforeAllCallback, AfterAllCallback {

    private static final int PAGE = 2;

    private final Servers servers = Servers.with(Part.MONGODB, Part.OPENSEARCH);
    private final FailingStores mongo = new FailingStores();
    private @Nullable ConfigurableApplicationContext context;

    @Override
    public void beforeAll(ExtensionContext test) {
        servers.beforeAll(test);
        context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties("management.endpoint.health.validate-group-membership=false")
                        .logStartupInfo(false)
                        .initializers(this::wrapClient)
                        .run(
                                servers.properties().entrySet().stream()
                                        .map(entry ->
                                                "--" + entry.getKey() + "=" + entry.getValue())
                                        .toArray(String[]::new));
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (context != null) {
            context.close();
        }
    }

    private void wrapClient(ConfigurableApplicationContext starting) {
        starting.getBeanFactory()
                .addBeanPostProcessor(
                        new BeanPostProcessor() {
                            @Override
                            public Object postProcessAfterInitialization(Object bean, String name) {
                                return mongo.wrap(bean);
                            }
                        });
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StoresConfiguration.class)
    static class Application {}

    <T> T bean(Class<T> type) {
        return Objects.requireNonNull(context).getBean(type);
    }

    FailingStores mongo() {
        return mongo;
    }

    Tenant tenant() {
        return new Tenant();
    }

    /// The id of the new site.
    static String site(HandlerTrial job) {
        return CloneSite.spec(job.job()).newSite(job.job());
    }

    static List<String> messages(HandlerTrial job) {
        return job.lines().stream().map(LogLine::message).toList();
    }

    /// An organization with the sites `site1`, filled, and `site2`.
    final class Tenant {

        final OrganizationId organization =
                new OrganizationId("t" + UUID.randomUUID().toString().substring(0, 12));
        final Scope scope = new Scope(organization, new EnvironmentId("main"), 1);
        private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
        private int jobs;

        private Tenant() {
            bean(ContentWriter.class).prepare(scope);
            put(
                    ContentKind.SITES,
                    """
                    {_id: 'site1', alias: 'news', name: 'News', status: 'READY', logo: 'ca1',
                     settings: {home: {entryId: 'a'}, colour: 'blue'}, updatedAt: {$date: 1000}}
                    """);
            put(ContentKind.SITES, "{_id: 'site2', alias: 'shop', name: 'Shop', status: 'READY'}");
            put(
                    ContentKind.MODELS,
                    """
                    {_id: 'mdarticle', alias: 'article', status: 1, titleAlias: 'title',
                     siteConfigurations: [{siteId: 'site2'}, {siteId: 'site1', folderId: 'f1', sectionId: 's1'}],
                     fields: [{alias: 'title', type: 'TEXT'},
                              {alias: 'main', type: 'REFERENCE'},
                              {alias: 'related', type: 'REFERENCE', list: true},
                              {alias: 'sections', type: 'SECTION'},
                              {alias: 'body', type: 'RICH_TEXT'},
                              {alias: 'story', type: 'RICH_CONTENT'},
                              {alias: 'author', type: 'AUTHOR'}]}
                    """);
            put(ContentKind.MODELS, "{_id: 'mdall', alias: 'all', status: 1, fields: []}");
            put(
                    ContentKind.MODELS,
                    """
                    {_id: 'mdshop', alias: 'shop', status: 1, fields: [],
                     siteConfigurations: [{siteId: 'site2'}]}
                    """);
            put(ContentKind.SECTIONS, "{_id: 's1', siteId: 'site1', name: 'World'}");
            put(ContentKind.SECTIONS, "{_id: 's2', siteId: 'site1', name: 's1', parentId: 's1'}");
            put(ContentKind.SECTIONS, "{_id: 's9', siteId: 'site2', name: 'Shoes'}");
            put(
                    ContentKind.LISTS,
                    """
                    {_id: 'l1', siteId: 'site1', name: 'a', entries: ['a', 'x', 'gone'],
                     items: [{entryId: 'b', note: 'b'}],
                     filter: '{"system":{"SiteId":{"In":["site1"],"_t":"StringFilter"}}}'}
                    """);
            put(ContentKind.VIEWS, "{_id: 'v1', siteId: 'site1', listId: 'l1', columns: ['a']}");
            for (var id : List.of("a", "b", "c", "d")) {
                put(ContentKind.ENTRIES, entry(id, "site1", 1));
            }
            put(ContentKind.ENTRIES, entry("e", "site1", 6));
            put(ContentKind.ENTRIES, entry("x", "site2", 1));
            url("/a/", "ENTRY", "a");
            url("/world/", "SECTION", "s1");
            url("/ann/", "AUTHOR", "ann");
            put(ContentKind.TAGS, "{_id: 'ct1', siteId: 'site1', name: 'Summer', key: 'summer'}");
            put(ContentKind.TAGS, "{_id: 'ct9', siteId: 'site2', name: 'Sale', key: 'sale'}");
            put(
                    ContentKind.SETTINGS,
                    """
                    {_id: 'g1', siteId: 'site1', name: 'navigation', values: {home: {entryId: 'a'},
                      items: [{label: 's1', sectionId: 's1'}, {listId: 'l1'}, {sectionId: 's9'}],
                      canonicalSiteId: 'site1', parentSettingId: 'g0'}}
                    """);
            put(ContentKind.SETTINGS, "{_id: 'g0', siteId: 'site1', name: 'a', values: {n: 1}}");
            put(ContentKind.SETTINGS, "{_id: 'g8', name: 'all', values: {siteId: 'site1'}}");
            put(ContentKind.SETTINGS, "{_id: 'g9', siteId: 'site2', name: 'other', values: {}}");
        }

        private void url(String url, String type, String entity) {
            put(
                    ContentKind.URLS,
                    new Document("_id", "u" + url)
                            .append("siteId", "site1")
                            .append("url", url)
                            .append("entityType", type)
                            .append("entityId", entity));
        }

        Document entry(String id, String site, int status) {
            return Document.parse(
                    """
                    {_id: '%1$s', system: {siteId: '%2$s', modelId: 'mdarticle', modelAlias: 'article',
                      externalId: 'x-%1$s', status: %3$s, versionId: 'cv-%1$s', labels: [{id: 'label1'}],
                      publishedAt: {$date: 2000}},
                     content: {title: 'a', main: {id: 'b'},
                      related: [{id: 'c'}, {id: 'x'}, {id: 'gone'}],
                      sections: [{id: 's1', isMain: true}, {id: 's9', isMain: false}],
                      body: '<a data-entry-id="d">d</a> <i data-site-id="site1">', author: {id: 'ann'},
                      story: [{type: 'entry', attrs: {entryId: 'a', blockId: 'a'}, text: 'a'}]},
                     attrs: {k: 'a'}, references: ['b', 'c', 'x', 'gone'],
                     purgeAt: {$date: 0}, import: {job: 'j', pending: []}}
                    """
                            .formatted(id, site, status));
        }

        void put(ContentKind kind, String document) {
            put(kind, Document.parse(document));
        }

        void put(ContentKind kind, Document document) {
            collection(kind)
                    .replaceOne(
                            new Document("_id", document.get("_id")),
                            document,
                            new com.mongodb.client.model.ReplaceOptions().upsert(true));
        }

        MongoCollection<Document> collection(ContentKind kind) {
            return bean(MongoClient.class)
                    .getDatabase(ContentDatabases.database(organization))
                    .getCollection(ContentDatabases.collection(scope, kind));
        }

        List<Document> all(ContentKind kind) {
            return collection(kind).find().sort(ascending("_id")).into(new ArrayList<>());
        }

        /// Everything, by kind.
        Map<ContentKind, List<Document>> everything() {
            var everything = new TreeMap<ContentKind, List<Document>>();
            for (var kind : ContentKind.values()) {
                everything.put(kind, all(kind));
            }
            return everything;
        }

        @Nullable Document find(ContentKind kind, String id) {
            return collection(kind).find(new Document("_id", id)).first();
        }

        HandlerTrial clone(String alias) {
            return clone(new JobSpec.CloneSite("site1", alias, "Copy", "ca2"));
        }

        HandlerTrial clone(JobSpec.CloneSite spec) {
            var id = new JobId("job" + organization.value().replace("-", "") + "n" + ++jobs);
            return new HandlerTrial(
                    Job.planned(
                            id,
                            organization,
                            scope.environment(),
                            "trial",
                            spec,
                            null,
                            Actor.named("u1", false, "u", "U"),
                            null,
                            Instant.ofEpochMilli(5_000)),
                    _ -> scope);
        }

        /// Whether readers see the new site.
        boolean isSeen(HandlerTrial job) {
            return bean(ContentReader.class).siteExists(scope, site(job));
        }

        /// The copy of a thing of `site1`.
        @Nullable Document copyOf(HandlerTrial job, ContentKind kind, String id) {
            return find(kind, ContentId.copy(site(job), kind, id));
        }

        TaskHandler handler(TaskType type) {
            return switch (type) {
                case CLONE_SITE ->
                        new CloneSite(
                                bean(ContentReader.class),
                                bean(EntryReader.class),
                                bean(ContentWriter.class),
                                bean(SiteBuilds.class),
                                PAGE);
                case REINDEX_ENTRIES -> index(SearchIndex.ENTRIES);
                case REINDEX_URLS -> index(SearchIndex.URLS);
                case REINDEX_TAGS -> index(SearchIndex.TAGS);
                case REINDEX_GENERAL -> index(SearchIndex.GENERAL);
                default -> throw new IllegalArgumentException(type.name());
            };
        }

        private TaskHandler index(SearchIndex index) {
            return new IndexSite(
                    bean(ContentReader.class),
                    bean(EntryReader.class),
                    bean(IndexWriter.class),
                    bean(SiteBuilds.class),
                    index,
                    PAGE);
        }

        Outcome attempt(HandlerTrial job) throws Exception {
            var type = job.job().currentTask().orElseThrow().type();
            return job.attempt(type, handler(type)).orElse(Outcome.Completed.WITHOUT_RESULT);
        }

        /// Works off what is left of a job.
        void finish(HandlerTrial job) throws Exception {
            while (!job.job().status().isTerminal()) {
                attempt(job);
            }
        }

        /// As the scheduler does with a job that is over without being completed.
        void giveUp(HandlerTrial job, String site) {
            bean(RetiredContent.class).retire(scope, site, job.job().id(), clock.instant());
        }

        SiteDropping dropping() {
            return new SiteDropping(
                    bean(RetiredContent.class),
                    bean(SiteBuilds.class),
                    bean(ContentReader.class),
                    bean(EntryReader.class),
                    bean(ContentWriter.class),
                    bean(IndexBuilds.class),
                    bean(IndexWriter.class),
                    Duration.ofSeconds(1),
                    clock);
        }

        long indexed(SearchIndex index) {
            return bean(IndexWriter.class).count(scope, index);
        }
    }
}
