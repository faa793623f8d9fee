package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.message.TaskCommand;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.news.Messages;
import codex.jobs.stores.news.Undecodable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/// The commands by which imports are handed to the workers.
final class Commands implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Records topic;

    Commands(String bootstrapServers) {
        topic = new Records(bootstrapServers, Topics.tasks(TaskType.PROCESS_ASSETS));
    }

    List<TaskCommand> of(Job job) throws Undecodable {
        var commands = new ArrayList<TaskCommand>();
        for (var message : topic.of(job.id().value())) {
            commands.add(Messages.decodeTaskCommand(message));
        }
        return commands;
    }

    /// Waits until each of the jobs has one.
    void awaitEach(Collection<Job> jobs) {
        var ids = jobs.stream().map(job -> job.id().value()).toList();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topic.byKey().keySet()).containsAll(ids));
    }

    /// None of the jobs may have more than it says itself: a busy machine may send some again.
    void assertNoneDoubled(Collection<Job> jobs, Scene scene) {
        var sent = topic.byKey();
        for (var job : scene.stored(jobs)) {
            var dispatch = Objects.requireNonNull(Scene.current(job).dispatch());
            assertThat(sent.getOrDefault(job.id().value(), List.of()))
                    .as("commands for %s", job)
                    .hasSizeBetween(1, dispatch.times());
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
