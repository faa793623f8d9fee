package codex.jobs.worker.handlers.sites;

import codex.jobs.model.job.TaskType;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.stores.content.SiteBuilds;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.worker.runtime.TaskHandler;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The handlers of jobs that clone sites, and the duty that clears up after them.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SiteProperties.class)
public class SiteHandlers {

    /// By task type; those that index are for clones of sites only.
    public record Listed(Map<TaskType, TaskHandler> byType) {}

    @Bean
    SiteDropping siteDropping(
            RetiredContent retired,
            SiteBuilds sites,
            ContentReader reader,
            EntryReader entries,
            ContentWriter writer,
            IndexBuilds indices,
            IndexWriter index,
            SiteProperties properties,
            InstantSource clock) {
        return new SiteDropping(
                retired,
                sites,
                reader,
                entries,
                writer,
                indices,
                index,
                properties.dropPeriod(),
                clock);
    }

    @Bean
    Listed siteTaskHandlers(
            ContentReader reader,
            EntryReader entries,
            ContentWriter writer,
            SiteBuilds sites,
            IndexWriter index,
            SiteProperties properties) {
        var page = properties.page();
        return new Listed(
                Map.of(
                        TaskType.CLONE_SITE,
                        new CloneSite(reader, entries, writer, sites, page),
                        TaskType.REINDEX_ENTRIES,
                        new IndexSite(reader, entries, index, sites, SearchIndex.ENTRIES, page),
                        TaskType.REINDEX_URLS,
                        new IndexSite(reader, entries, index, sites, SearchIndex.URLS, page),
                        TaskType.REINDEX_TAGS,
                        new IndexSite(reader, entries, index, sites, SearchIndex.TAGS, page),
                        TaskType.REINDEX_GENERAL,
                        new IndexSite(reader, entries, index, sites, SearchIndex.GENERAL, page)));
    }
}
