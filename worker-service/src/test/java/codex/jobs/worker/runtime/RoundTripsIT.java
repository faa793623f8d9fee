package codex.jobs.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.TaskType;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.support.GenericApplicationContext;

/// Under load, a task costs less than one round trip to MongoDB: claims and ends are written
/// together.
class RoundTripsIT {

    private static final int TASKS = 300;

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private final Map<String, AtomicInteger> commands = new ConcurrentHashMap<>();
    private final AtomicInteger done = new AtomicInteger();

    private Outcome count(TaskContext task) {
        done.incrementAndGet();
        return Outcome.Completed.WITHOUT_RESULT;
    }

    @Test
    void manySmallTasksShareTheirRoundTrips() {
        try (var scheduling = TestWorker.start(servers, Map.of())) {
            var scheduler = new TestScheduler(scheduling);
            for (var task = 0; task < TASKS; task++) {
                scheduler.released();
            }

            try (var worker = countedWorker()) {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> done.get() == TASKS && isIdle(worker));
            }
        }
        assertThat(times("find") + times("update")).isLessThan(TASKS);
    }

    private TestWorker countedWorker() {
        return TestWorker.start(
                servers,
                Map.of(TaskType.PROCESS_ENTRIES, this::count),
                this::countCommands,
                "codex.jobs.worker.concurrency=32");
    }

    private void countCommands(GenericApplicationContext context) {
        var listener =
                new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        commands.computeIfAbsent(event.getCommandName(), _ -> new AtomicInteger())
                                .incrementAndGet();
                    }
                };
        context.registerBean(
                MongoClientSettingsBuilderCustomizer.class,
                () -> settings -> settings.addCommandListener(listener));
    }

    private int times(String command) {
        var count = commands.get(command);
        return count == null ? 0 : count.get();
    }

    private static boolean isIdle(TestWorker worker) {
        return worker.bean(RunningTasks.class).all().isEmpty();
    }
}
