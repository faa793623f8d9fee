package codex.jobs.stores.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.QueueWait;
import codex.jobs.model.job.Step;
import codex.jobs.stores.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

class JobQueuesIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    private final JobStore jobs = stores.get(JobStore.class);
    private final JobQueues queues = stores.get(JobQueues.class);
    private final JobExamples examples = new JobExamples();

    @BeforeEach
    void noJobs() {
        stores.get(MongoTemplate.class).remove(new Query(), "jobs");
    }

    @Test
    void placesAreCountedInTheQueueOfEachOrganization() {
        var queued = new ArrayList<Job>();
        for (var number = 0; number < 9; number++) {
            queued.add(jobs.insert(queued(number % 3 == 0 ? "other" : "acme", number)));
        }
        var unqueued = jobs.insert(examples.job("acme"));
        var asked = new ArrayList<>(queued);
        asked.add(unqueued);

        var places = queues.positions(asked, 4);

        assertThat(queued.stream().map(job -> places.get(job.id())))
                .as("of the others no more than four are counted")
                .containsExactly(1, 1, 2, 2, 3, 4, 3, 4, 4);
        assertThat(places).doesNotContainKey(unqueued.id());
        assertThat(queues.positions(List.of(queued.get(8)), 10)).containsValue(6);
    }

    private Job queued(String organization, int number) {
        var step =
                JobMachine.step(
                        examples.job(organization),
                        new JobEvent.Queued(QueueWait.Reason.QUOTA),
                        NOW.plusMillis(number));
        return ((Step.Applied) step).job();
    }
}
