package codex.jobs.stores.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.JobType;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Stores;
import codex.jobs.stores.jobs.JobQuery.Field;
import codex.jobs.stores.jobs.JobQuery.Sort;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

class JobSearchIT {

    private static final OrganizationId ACME = new OrganizationId("acme");

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    private final JobStore jobs = stores.get(JobStore.class);
    private final JobExamples examples = new JobExamples();

    private Job pending;
    private Job failed;
    private Job completed;
    private Job deleted;

    JobSearchIT() {
        pending = examples.named(examples.job("acme"), "Spring campaign");
        failed =
                examples.ended(
                        examples.named(examples.job("acme"), "a.*b [50%] \\E (final)"),
                        JobStatus.FAILED,
                        JobOutcome.CANCELLED);
        completed =
                examples.ended(
                        examples.named(examples.job("acme"), "spring cleaning"),
                        JobStatus.COMPLETED,
                        JobOutcome.SUCCEEDED);
        deleted =
                examples.ended(
                        examples.named(examples.job("acme"), "Old"),
                        JobStatus.DELETED,
                        JobOutcome.CANCELLED);
    }

    @BeforeEach
    void someJobs() {
        stores.get(MongoTemplate.class).remove(new Query(), "jobs");
        pending = jobs.insert(pending);
        failed = jobs.insert(failed);
        completed = jobs.insert(completed);
        deleted = jobs.insert(deleted);
        jobs.insert(examples.named(examples.job("other"), "Spring elsewhere"));
    }

    @Test
    void newestComeFirstAndDeletedOnesAreHidden() {
        var page = jobs.search(ACME, JobQuery.all(0, 10));

        assertThat(page).isEqualTo(new Page<>(List.of(completed, failed, pending), 0, 10, 3));
    }

    @Test
    void pagesTellTheTotal() {
        assertThat(jobs.search(ACME, JobQuery.all(0, 2)))
                .isEqualTo(new Page<>(List.of(completed, failed), 0, 2, 3));
        assertThat(jobs.search(ACME, JobQuery.all(2, 2)))
                .isEqualTo(new Page<>(List.of(pending), 2, 2, 3));
        assertThat(jobs.search(ACME, JobQuery.all(7, 2))).isEqualTo(new Page<>(List.of(), 7, 2, 3));
        assertThat(jobs.search(ACME, JobQuery.all(0, 0))).isEqualTo(new Page<>(List.of(), 0, 0, 3));
    }

    @Test
    void eachConditionNarrows() {
        assertThat(found(new Filter().ids(pending.id(), deleted.id()))).containsExactly(pending);
        assertThat(found(new Filter().ids())).isEmpty();
        assertThat(found(new Filter().types(JobType.IMPORT_ENTRIES))).hasSize(3);
        assertThat(found(new Filter().types(JobType.CLONE_SITE))).isEmpty();
        assertThat(found(new Filter().statuses(JobStatus.DELETED, JobStatus.FAILED)))
                .containsExactly(deleted, failed);
        assertThat(found(new Filter().outcomes(JobOutcome.SUCCEEDED))).containsExactly(completed);
        assertThat(found(new Filter().environment("main"))).hasSize(3);
        assertThat(found(new Filter().environment("branch"))).isEmpty();
        assertThat(found(new Filter().site("site1"))).hasSize(3);
        assertThat(found(new Filter().site("site2"))).isEmpty();
        assertThat(found(new Filter().createdBy("user1"))).hasSize(3);
        assertThat(found(new Filter().createdBy("user2"))).isEmpty();
    }

    @Test
    void creationTimeIsFromInclusiveToExclusive() {
        var filter = new Filter().created(failed.createdAt(), completed.createdAt());

        assertThat(found(filter)).containsExactly(failed);
    }

    @Test
    void searchFindsPartsOfTheNameWithoutCase() {
        assertThat(found(new Filter().search("SPRING"))).containsExactly(completed, pending);
        assertThat(found(new Filter().search("camp"))).containsExactly(pending);
    }

    @Test
    void nothingInASearchHasAMeaningOfItsOwn() {
        assertThat(found(new Filter().search(".*"))).containsExactly(failed);
        assertThat(found(new Filter().search("[50%]"))).containsExactly(failed);
        assertThat(found(new Filter().search("\\E ("))).containsExactly(failed);
        assertThat(found(new Filter().search("^Spring"))).isEmpty();
        assertThat(found(new Filter().search("g|x"))).isEmpty();
        assertThat(found(new Filter().search("S\u0000"))).isEmpty();
        assertThat(found(new Filter().search("$"))).isEmpty();
        assertThat(found(new Filter().search("#"))).isEmpty();
    }

    @Test
    void orderIsAsAsked() {
        assertThat(found(new Filter().sort(Field.NAME, false)))
                .containsExactly(pending, failed, completed);
        assertThat(found(new Filter().sort(Field.STATUS, true)))
                .containsExactly(pending, failed, completed);
        assertThat(found(new Filter().sort(Field.CREATED_AT, false)))
                .containsExactly(pending, failed, completed);
        assertThat(found(new Filter().sort(Field.TYPE, false)))
                .as("the newest first where it does not matter")
                .containsExactly(completed, failed, pending);
    }

    @Test
    void jobsAreCountedByStatus() {
        assertThat(jobs.countByStatus(ACME, JobStatus.PENDING)).isEqualTo(1);
        assertThat(jobs.countByStatus(ACME, JobStatus.ACTIVE)).isZero();
    }

    private List<Job> found(Filter filter) {
        return jobs.search(ACME, filter.query()).items();
    }

    private static final class Filter {

        private @Nullable List<JobId> ids;
        private List<JobType> types = List.of();
        private List<JobStatus> statuses = List.of();
        private List<JobOutcome> outcomes = List.of();
        private @Nullable EnvironmentId environment;
        private @Nullable String site;
        private @Nullable String createdBy;
        private @Nullable String search;
        private @Nullable Instant from;
        private @Nullable Instant to;
        private List<Sort> sort = List.of();

        Filter ids(JobId... ids) {
            this.ids = List.of(ids);
            return this;
        }

        Filter types(JobType... types) {
            this.types = List.of(types);
            return this;
        }

        Filter statuses(JobStatus... statuses) {
            this.statuses = List.of(statuses);
            return this;
        }

        Filter outcomes(JobOutcome... outcomes) {
            this.outcomes = List.of(outcomes);
            return this;
        }

        Filter environment(String environment) {
            this.environment = new EnvironmentId(environment);
            return this;
        }

        Filter site(String site) {
            this.site = site;
            return this;
        }

        Filter createdBy(String actor) {
            this.createdBy = actor;
            return this;
        }

        Filter search(String part) {
            this.search = part;
            return this;
        }

        Filter created(Instant from, Instant to) {
            this.from = from;
            this.to = to;
            return this;
        }

        Filter sort(Field field, boolean descending) {
            this.sort = List.of(new Sort(field, descending));
            return this;
        }

        JobQuery query() {
            return new JobQuery(
                    ids,
                    types,
                    statuses,
                    outcomes,
                    null,
                    environment,
                    site,
                    createdBy,
                    search,
                    from,
                    to,
                    sort,
                    0,
                    10);
        }
    }
}
