package codex.jobs.api.dead;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Client;
import codex.jobs.api.Examples;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.dead.DeadTaskStore;
import codex.jobs.stores.news.DeadTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class DeadTasksIT {

    @RegisterExtension static final Api api = Api.usual();

    private String organization = "";
    private Client client = new Client("", "", null);
    private Examples examples = new Examples(api, new OrganizationId("nobody"), client);

    @BeforeEach
    void anOrganization() {
        organization = "o" + UUID.randomUUID().toString().substring(0, 8);
        examples = Examples.in(api, organization);
        client = examples.client();
    }

    /// A job that failed, and its task among the dead.
    private String dead(String cause) {
        var id = examples.aJob();
        var task = examples.stored(id).tasks().getFirst().id();
        examples.step(id, new JobEvent.LocksGranted());
        examples.step(id, new JobEvent.TaskReleased(task));
        var running = examples.step(id, new JobEvent.TaskClaimed(task, 1, new SessionId("s")));
        examples.step(
                id,
                new JobEvent.TaskFailed(
                        task,
                        1,
                        new JobError(cause, "It broke", task, false),
                        running.tasks().getFirst().progress(),
                        running.tasks().getFirst().counts(),
                        JobResult.NONE));
        var failed = examples.step(id, new JobEvent.Settled());
        api.get(DeadTaskStore.class)
                .add(
                        new DeadTask(
                                failed.organization(),
                                failed.id(),
                                failed.type(),
                                failed.spec(),
                                task,
                                failed.tasks().getFirst().type(),
                                1,
                                cause,
                                "It broke",
                                failed.tasks().getFirst().checkpoint(),
                                Instant.now()));
        return id;
    }

    private Answer listed(String arguments) {
        return client.ask(
                """
                { deadTasks%s { total items {
                  id jobId job { status } taskId taskType jobType attempt cause message payload
                } } }\
                """
                        .formatted(arguments));
    }

    private JsonNode groups() {
        return client.ask("{ deadTaskGroups { cause taskType count firstDiedAt lastDiedAt } }")
                .data("/deadTaskGroups");
    }

    private Answer replayMany(String arguments) {
        return client.ask(
                """
                mutation { replayDeadTasks(%s) { replayed refused remaining lastStartsAt } }\
                """
                        .formatted(arguments));
    }

    @Test
    void deadTasksAreListedWithPayloadAndCause() {
        var job = dead("SEARCH_UNAVAILABLE");

        var task = listed("").data("/deadTasks/items/0");

        assertThat(task.at("/jobId").asString()).isEqualTo(job);
        assertThat(task.at("/job/status").asString()).isEqualTo("FAILED");
        assertThat(task.at("/cause").asString()).isEqualTo("SEARCH_UNAVAILABLE");
        assertThat(task.at("/message").asString()).isEqualTo("It broke");
        assertThat(task.at("/taskType").asString()).isEqualTo("PROCESS_ENTRIES");
        assertThat(task.at("/payload/task")).isEqualTo(task.at("/taskId"));
        assertThat(listed("(cause: \"OTHER\")").data("/deadTasks/total").asInt()).isZero();
        assertThat(listed("(taskType: PROCESS_ENTRIES)").data("/deadTasks/total").asInt())
                .isEqualTo(1);
    }

    @Test
    void deadTasksAreGroupedByCause() {
        dead("DATABASE_UNAVAILABLE");
        dead("SEARCH_UNAVAILABLE");
        dead("SEARCH_UNAVAILABLE");

        var groups = groups();

        assertThat(groups.valueStream())
                .extracting(group -> group.at("/cause").asString() + group.at("/count").asInt())
                .containsExactly("SEARCH_UNAVAILABLE2", "DATABASE_UNAVAILABLE1");
    }

    @Test
    void oneIsReplayed() {
        var job = dead("SEARCH_UNAVAILABLE");
        var id = listed("").data("/deadTasks/items/0/id").asString();
        var document =
                "mutation { replayDeadTask(id: \"%s\") { job { id status attempt } } }"
                        .formatted(id);

        var replayed = client.ask(document).data("/replayDeadTask/job");

        assertThat(replayed.at("/id").asString()).isEqualTo(job);
        assertThat(replayed.at("/attempt").asInt()).isEqualTo(2);
        assertThat(listed("").data("/deadTasks/total").asInt()).isZero();
        assertThat(client.ask(document).data("/replayDeadTask/job/attempt").asInt())
                .as("again")
                .isEqualTo(2);
    }

    @Test
    void manyAreReplayedOneAfterTheOther() {
        var first = dead("SEARCH_UNAVAILABLE");
        var second = dead("SEARCH_UNAVAILABLE");
        var deleted = dead("SEARCH_UNAVAILABLE");
        var other = dead("OTHER");
        client.ask("mutation { deleteJob(jobId: \"%s\") { job { id } } }".formatted(deleted));

        var answer =
                replayMany("cause: \"SEARCH_UNAVAILABLE\", perSecond: 0.1")
                        .data("/replayDeadTasks");

        assertThat(answer.at("/replayed").asInt()).isEqualTo(2);
        assertThat(answer.at("/remaining").asInt()).isZero();
        var times =
                Duration.between(
                        Objects.requireNonNull(examples.stored(first).scheduledTime()),
                        Objects.requireNonNull(examples.stored(second).scheduledTime()));
        assertThat(times).hasSeconds(10);
        assertThat(examples.stored(other).attempt()).isEqualTo(1);
        assertThat(groups().valueStream())
                .extracting(group -> group.at("/cause").asString())
                .containsExactly("OTHER");
    }

    @Test
    void jobThatIsTriedAgainIsNotDeadAnyMore() {
        var job = dead("SEARCH_UNAVAILABLE");

        client.ask("mutation { retryJob(jobId: \"%s\") { job { id } } }".formatted(job));

        assertThat(listed("").data("/deadTasks/total").asInt()).isZero();
    }

    @Test
    void limitsAreKept() {
        assertThat(replayMany("perSecond: 0, limit: 1001").refusals())
                .containsExactly("BAD_USER_INPUT perSecond", "BAD_USER_INPUT limit");
    }

    @Test
    void onlyAdministratorsDoThis() {
        client = api.client(organization, Role.EDITOR);

        assertThat(listed("").codes()).containsExactly("AUTH_NOT_AUTHORIZED");
        assertThat(client.ask("{ deadTaskGroups { count } }").codes())
                .containsExactly("AUTH_NOT_AUTHORIZED");
        assertThat(replayMany("limit: 1").codes()).containsExactly("AUTH_NOT_AUTHORIZED");
        assertThat(client.ask("mutation { replayDeadTask(id: \"x\") { job { id } } }").codes())
                .containsExactly("AUTH_NOT_AUTHORIZED");
    }

    @Test
    void deadTasksOfOthersAreUnknown() {
        dead("SEARCH_UNAVAILABLE");
        var id = listed("").data("/deadTasks/items/0/id").asString();
        client = api.organization("o" + UUID.randomUUID().toString().substring(0, 8));

        assertThat(listed("").data("/deadTasks/total").asInt()).isZero();
        assertThat(
                        client.ask(
                                        "mutation { replayDeadTask(id: \"%s\") { job { id } } }"
                                                .formatted(id))
                                .codes())
                .containsExactly("DEAD_TASK_NOT_FOUND");
    }
}
