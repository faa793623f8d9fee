package codex.jobs.worker.handlers.environments;

import codex.jobs.model.job.TaskType;
import codex.jobs.stores.StoresProperties;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.EnvironmentStore;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.worker.handlers.search.IndexRebuild;
import codex.jobs.worker.runtime.TaskHandler;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The handlers of environment jobs, and the duty that clears up after them.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EnvironmentProperties.class)
public class EnvironmentHandlers {

    /// By task type.
    public record Listed(Map<TaskType, TaskHandler> byType) {}

    @Bean
    Dropping dropping(
            RetiredContent retired,
            EnvironmentBuilds builds,
            ContentCopies copies,
            IndexBuilds indices,
            EnvironmentProperties properties,
            InstantSource clock) {
        return new Dropping(retired, builds, copies, indices, properties.dropPeriod(), clock);
    }

    @Bean
    Listed environmentTaskHandlers(
            EnvironmentStore environments,
            EnvironmentBuilds builds,
            RetiredContent retired,
            ContentReader reader,
            ContentWriter writer,
            ContentCopies copies,
            IndexBuilds indices,
            IndexWriter index,
            Dropping dropping,
            EnvironmentProperties properties,
            StoresProperties stores,
            InstantSource clock) {
        var database = new CopyDatabase(environments, builds, writer, copies, properties.range());
        var steps =
                new IndexSteps(
                        copies,
                        indices,
                        index,
                        new IndexRebuild(reader, copies, index),
                        Math.min(properties.range(), IndexSteps.LARGEST_RANGE));
        var indexed =
                new CopyIndices(environments, builds, indices, steps, stores.replaced(), clock);
        return new Listed(
                Map.of(
                        TaskType.CLONE_DATABASE_DATA, database,
                        TaskType.CLONE_INDEXED_DATA, indexed,
                        TaskType.SYNC_DATABASE_DATA, database,
                        TaskType.SYNC_INDEXED_DATA, indexed,
                        TaskType.DELETE_ENVIRONMENT_DATA,
                                new DeleteEnvironment(
                                        builds, retired, dropping, stores.deleted(), clock)));
    }
}
