package codex.jobs.worker.handlers;

import codex.jobs.model.job.JobType;
import codex.jobs.model.job.TaskType;
import codex.jobs.stores.StoresProperties;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.stores.files.KeptFileStore;
import codex.jobs.stores.files.UnusedBlobStore;
import codex.jobs.stores.outside.PublicAddresses;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.worker.handlers.assets.AssetDownload;
import codex.jobs.worker.handlers.assets.AssetProperties;
import codex.jobs.worker.handlers.assets.FetchDirectory;
import codex.jobs.worker.handlers.assets.ProcessAssets;
import codex.jobs.worker.handlers.deletes.DeleteContent;
import codex.jobs.worker.handlers.entries.ImportEntries;
import codex.jobs.worker.handlers.environments.EnvironmentHandlers;
import codex.jobs.worker.handlers.export.ExportEntries;
import codex.jobs.worker.handlers.search.Reindex;
import codex.jobs.worker.handlers.sites.SiteHandlers;
import codex.jobs.worker.runtime.TaskHandler;
import codex.jobs.worker.runtime.TaskHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The list of parts: which handler does which task type, one line each. A worker offers the types
/// that are both configured and listed here.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AssetProperties.class)
public class Handlers {

    @Bean
    AssetDownload assetDownload(AssetProperties assets, InstantSource clock) {
        return new AssetDownload(assets, PublicAddresses::has, clock);
    }

    @Bean
    FetchDirectory fetchDirectory() {
        return FetchDirectory.open(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Bean
    TaskHandlers taskHandlers(
            BlobStore blobs,
            MultipartUploads multipart,
            ContentReader reader,
            ContentWriter writer,
            EntryReader entries,
            KeptFileStore files,
            UnusedBlobStore unused,
            ChunkLedger ledger,
            IndexWriter index,
            AssetDownload download,
            AssetProperties assets,
            FetchDirectory fetched,
            StoresProperties stores,
            EnvironmentHandlers.Listed environments,
            SiteHandlers.Listed sites,
            InstantSource clock) {
        var handlers = new EnumMap<TaskType, TaskHandler>(environments.byType());
        handlers.putAll(
                Map.of(
                        TaskType.PROCESS_ENTRIES,
                        new ByJobType(
                                Map.of(
                                        JobType.IMPORT_ENTRIES,
                                        new ImportEntries(blobs, reader, writer, ledger, clock),
                                        JobType.EXPORT_ENTRIES,
                                        new ExportEntries(
                                                blobs, multipart, reader, entries, ledger, files,
                                                clock))),
                        TaskType.REINDEX_ENTRIES,
                        Reindex.entries(reader, ledger, index),
                        TaskType.REINDEX_URLS,
                        Reindex.urls(reader, ledger, index),
                        TaskType.REINDEX_TAGS,
                        Reindex.tags(reader, ledger, index),
                        TaskType.PROCESS_ASSETS,
                        new ProcessAssets(
                                blobs, unused, reader, writer, ledger, download, assets, fetched,
                                clock),
                        TaskType.REINDEX_GENERAL,
                        Reindex.assets(reader, ledger, index),
                        TaskType.DELETE_CONTENT,
                        new DeleteContent(blobs, reader, writer, ledger, stores.trash(), clock)));
        sites.byType()
                .forEach((type, ofClones) ->
                        handlers.merge(
                                type,
                                ofClones,
                                (otherwise, _) ->
                                        new ByJobType(
                                                Map.of(JobType.CLONE_SITE, ofClones), otherwise)));
        return new TaskHandlers(handlers);
    }
}
