package codex.jobs.scheduler;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TwoSchedulersIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    private static final String ALL_THE_TIME = "codex.jobs.scheduler.wake-up-period=10ms";

    @Test
    void twoWhoSeeTheSameJobsDueDispatchEachOnce() {
        try (var one = TestScheduler.start(servers, ALL_THE_TIME);
                var _ = TestScheduler.start(servers, ALL_THE_TIME);
                var commands = new Commands(servers.kafkaBootstrapServers())) {
            var scene = new Scene(one);
            var due = Scene.now().plusSeconds(2);
            var jobs =
                    IntStream.range(0, 60)
                            .mapToObj(_ -> scene.created(Scene.anEnvironment(), due))
                            .toList();

            jobs.forEach(scene::announce);
            scene.awaitDispatched(jobs);

            commands.awaitEach(jobs);
            commands.assertNoneDoubled(jobs, scene);
        }
    }
}
