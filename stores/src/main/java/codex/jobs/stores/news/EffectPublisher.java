package codex.jobs.stores.news;

import codex.jobs.model.job.Effect;
import codex.jobs.model.message.RecurringNews;
import codex.jobs.model.message.Topics;
import codex.jobs.stores.StoresProperties;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Does what a step asks of the outside: tells the news, hands out tasks. The future ends when the
/// brokers have acknowledged everything, or fails; what failed is repaired by the job's `wakeAt`,
/// so nobody needs to try again. While Kafka is away a caller is held for `blockAtMost` at most.
public final class EffectPublisher implements AutoCloseable {

    private final Producer kafka;

    EffectPublisher(StoresProperties properties) {
        kafka = new Producer(ProducerSettings.forNews(properties.kafka()));
    }

    public CompletableFuture<Void> publish(List<Effect> effects) {
        return CompletableFuture.allOf(
                effects.stream().map(this::publish).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> publish(Effect effect) {
        return switch (effect) {
            case Effect.PublishNews(var news) ->
                    kafka.send(Topics.JOB_EVENTS, news.job().value(), Messages.encode(news));
            case Effect.PublishTask(var type, var command) ->
                    kafka.send(Topics.tasks(type), command.job().value(), Messages.encode(command));
        };
    }

    /// Tells the operators of a task that used up its attempts.
    public CompletableFuture<Void> publish(DeadTask task) {
        return kafka.send(Topics.DEAD_TASKS, task.job().value(), Messages.encode(task));
    }

    /// Tells those who watch recurring jobs.
    public CompletableFuture<Void> publish(RecurringNews news) {
        return kafka.send(Topics.RECURRING_EVENTS, news.job().value(), Messages.encode(news));
    }

    @Override
    public void close() {
        kafka.close();
    }
}
