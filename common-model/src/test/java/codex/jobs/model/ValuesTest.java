package codex.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.log.LogId;
import codex.jobs.model.message.Topics;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A", "-a", "a-", "a/b", "a.b", "a_b", "ä", "a\n"})
    void organizationIsSafeInEveryKey(String value) {
        assertThat(OrganizationId.isValid(value)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new OrganizationId(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a.b", "a b", "a\n", "../x"})
    void environmentIsSafeInEveryKey(String value) {
        assertThat(EnvironmentId.isValid(value)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new EnvironmentId(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-a", "a-", "a_b", "a\n"})
    void aliasesOutsideTheRuleAreRefused(String value) {
        assertThat(EnvironmentAlias.isValid(value)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new EnvironmentAlias(value));
    }

    @Test
    void aliasesAreComparedWithoutCase() {
        assertThat(new EnvironmentAlias("Codex-EXP")).isEqualTo(new EnvironmentAlias("codex-exp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-b", "a b", "a:b", "a\n"})
    void jobIdsAreLettersAndDigits(String value) {
        assertThat(JobId.isValid(value)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new JobId(value));
    }

    @Test
    void taskIdTellsJobAndOrder() {
        assertThat(TaskId.of(new JobId("job1"), 2)).hasToString("job1-2");
        assertThatIllegalArgumentException().isThrownBy(() -> new TaskId("job1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new TaskId("job1-"));
    }

    @Test
    void generationsAndSessionsAreNeverEmpty() {
        var acme = new OrganizationId("acme");
        var main = new EnvironmentId("main");

        assertThatIllegalArgumentException().isThrownBy(() -> new Scope(acme, main, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionId(" "));
    }

    @Test
    void logIdsOfDifferentThingsDiffer() {
        var task = TaskId.of(new JobId("job1"), 1);

        assertThat(
                        Stream.of(
                                LogId.ofChunk(task, 1, 1),
                                LogId.ofChunk(task, 1, 2),
                                LogId.ofChunk(task, 2, 1),
                                LogId.ofAttempt(task, 1, 1),
                                LogId.ofJob(new JobId("job1"), "c1:1")))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyTaskTypeHasATopicAndAGroup() {
        assertThat(Topics.tasks(TaskType.PROCESS_ENTRIES)).isEqualTo("tasks.process-entries");
        assertThat(Topics.workers(TaskType.REINDEX_URLS)).isEqualTo("workers.reindex-urls");
        assertThat(Stream.of(TaskType.values()).map(Topics::tasks))
                .hasSize(13)
                .doesNotHaveDuplicates()
                .doesNotContain(Topics.DEAD_TASKS);
    }
}
