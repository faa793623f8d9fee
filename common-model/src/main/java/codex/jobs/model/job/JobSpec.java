package codex.jobs.model.job;

import codex.jobs.model.content.ContentId;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The validated parameters of a job, one record per job type. A spec never changes after creation.
public sealed interface JobSpec {

    JobType type();

    /// The same work, the same log and counts, but nothing written.
    default boolean dryRun() {
        return false;
    }

    /// The file that the job reads, as a key inside the organization's prefix.
    default @Nullable String fileKey() {
        return null;
    }

    /// Which entries the job is about, as [codex.jobs.model.filter.Filter#json] writes it.
    default @Nullable String filter() {
        return null;
    }

    /// Import entries from an uploaded file (specification 3.2).
    ///
    /// @param siteId default site for items that name none
    /// @param model default model, by id or alias, for items that name none
    /// @param maxErrors failed items above this number end the job; null means no limit
    record ImportEntries(
            String fileKey,
            ImportConflictMode conflictMode,
            boolean dryRun,
            @Nullable String siteId,
            @Nullable String model,
            @Nullable Integer maxErrors)
            implements JobSpec {

        @Override
        public JobType type() {
            return JobType.IMPORT_ENTRIES;
        }
    }

    /// Import assets from an uploaded file (specification 3.1).
    ///
    /// @param maxErrors failed items above this number end the job; null means no limit
    record ImportAssets(
            String fileKey,
            ImportConflictMode conflictMode,
            boolean dryRun,
            @Nullable Integer maxErrors)
            implements JobSpec {

        @Override
        public JobType type() {
            return JobType.IMPORT_ASSETS;
        }
    }

    /// Export entries into a file (specification 3.4).
    ///
    /// @param filter which ones, as [codex.jobs.model.filter.Filter#json] writes it
    record ExportEntries(String filter, ExportFormat format) implements JobSpec {

        @Override
        public JobType type() {
            return JobType.EXPORT_ENTRIES;
        }

        /// Where the file will be, inside the organization's prefix.
        public String file(JobId job) {
            return "exports/" + job + "/" + format.fileName();
        }
    }

    /// Create an environment as a copy of another one (specification 3.5).
    record CreateEnvironment(
            EnvironmentId baseEnvironment, EnvironmentAlias alias, String displayName)
            implements JobSpec {

        @Override
        public JobType type() {
            return JobType.CREATE_ENVIRONMENT;
        }

        /// The id of the new environment: it follows from the job's, so it is never used twice.
        public EnvironmentId newEnvironment(JobId job) {
            return new EnvironmentId("e" + job.value().toLowerCase(Locale.ROOT));
        }
    }

    /// Replace the content of an environment by that of another one (specification 3.6).
    record SyncEnvironments(
            EnvironmentId baseEnvironment, EnvironmentId targetEnvironment, boolean dryRun)
            implements JobSpec {

        @Override
        public JobType type() {
            return JobType.SYNC_ENVIRONMENTS;
        }
    }

    /// Delete an environment and all that it holds (specification 3.7).
    record DeleteEnvironment(EnvironmentId targetEnvironment) implements JobSpec {

        @Override
        public JobType type() {
            return JobType.DELETE_ENVIRONMENT;
        }
    }

    /// Clone a site within its environment (specification 3.8).
    ///
    /// @param siteId the base
    /// @param newSiteLogo the id of an asset, or an address; null for none
    record CloneSite(
            String siteId, String newSiteAlias, String newSiteName, @Nullable String newSiteLogo)
            implements JobSpec {

        @Override
        public JobType type() {
            return JobType.CLONE_SITE;
        }

        /// The id of the new site. It follows from the job's and the attempt, so it is never used
        /// twice: what is left of an attempt that was given up cannot be taken for the next one's.
        public String newSite(Job job) {
            return ContentId.site(job.id(), job.attempt());
        }
    }

    /// A job that deletes content (specification 3.3), or brings back what another one has deleted.
    sealed interface Delete extends JobSpec {

        /// The delete of the same kind that this job undoes, if it does.
        @Nullable JobId undoes();

        /// What undoes `job`, which had this spec.
        Delete undoing(JobId job);
    }

    /// A delete whose tasks each delete things of one kind.
    sealed interface DeleteThings extends Delete {

        /// What is deleted, dependants first, one task each.
        List<ContentDeletion> deletions();

        /// Only what belongs to this site.
        @Nullable String siteId();

        /// Only entries of the model with this id.
        @Nullable String model();

        /// Also entries that others must refer to.
        boolean force();
    }

    /// Delete what belongs to a site or a model. What is brought back comes in the opposite order.
    record DeleteContent(
            List<ContentDeletion> deletions,
            @Nullable String siteId,
            @Nullable String model,
            boolean dryRun,
            boolean force,
            @Nullable JobId undoes)
            implements DeleteThings {

        public DeleteContent {
            var order = Comparator.<ContentDeletion>naturalOrder();
            var inOrder = new TreeSet<>(undoes == null ? order : order.reversed());
            inOrder.addAll(deletions);
            deletions = List.copyOf(inOrder);
        }

        public DeleteContent(
                List<ContentDeletion> deletions,
                @Nullable String siteId,
                @Nullable String model,
                boolean dryRun,
                boolean force) {
            this(deletions, siteId, model, dryRun, force, null);
        }

        @Override
        public DeleteContent undoing(JobId job) {
            return new DeleteContent(deletions, siteId, model, dryRun, force, job);
        }

        @Override
        public JobType type() {
            return JobType.DELETE_CONTENT;
        }
    }

    /// Delete the entries that a filter means.
    ///
    /// @param filter as `Filter.json()` writes it
    record DeleteFilteredContent(
            String filter,
            @Nullable String siteId,
            @Nullable String model,
            boolean dryRun,
            boolean force,
            @Nullable JobId undoes)
            implements DeleteThings {

        public DeleteFilteredContent(
                String filter,
                @Nullable String siteId,
                @Nullable String model,
                boolean dryRun,
                boolean force) {
            this(filter, siteId, model, dryRun, force, null);
        }

        @Override
        public DeleteFilteredContent undoing(JobId job) {
            return new DeleteFilteredContent(filter, siteId, model, dryRun, force, job);
        }

        @Override
        public List<ContentDeletion> deletions() {
            return List.of(ContentDeletion.DELETE_ENTRIES);
        }

        @Override
        public JobType type() {
            return JobType.DELETE_FILTERED_CONTENT;
        }
    }

    /// Take a field out of a model, and its values out of the entries.
    ///
    /// @param model its id
    /// @param fieldType what the field holds
    /// @param siteId only the values of this site's entries
    record DeleteField(
            String model,
            String fieldAlias,
            FieldType fieldType,
            @Nullable String siteId,
            boolean dryRun,
            @Nullable JobId undoes)
            implements Delete {

        public DeleteField(
                String model,
                String fieldAlias,
                FieldType fieldType,
                @Nullable String siteId,
                boolean dryRun) {
            this(model, fieldAlias, fieldType, siteId, dryRun, null);
        }

        @Override
        public DeleteField undoing(JobId job) {
            return new DeleteField(model, fieldAlias, fieldType, siteId, dryRun, job);
        }

        @Override
        public JobType type() {
            return JobType.DELETE_FIELD;
        }
    }
}
