package codex.jobs.stores.dead;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.Stores;
import codex.jobs.stores.news.DeadTask;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadTaskStoreIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private DeadTask task(String organization) {
        var job = Jobs.aJob();
        var task = job.tasks().getFirst();
        return new DeadTask(
                new OrganizationId(organization),
                job.id(),
                job.type(),
                job.spec(),
                task.id(),
                task.type(),
                1,
                "BROKEN",
                "It broke",
                task.checkpoint(),
                now);
    }

    private static Instant end(DeadTaskStore store, DeadTask task) {
        store.add(task);
        return store.find(task.organization(), task.task() + ":" + task.attempt())
                .orElseThrow()
                .expiresAt();
    }

    @Test
    void aTaskIsKnownAsLongAsItsOrganizationWants() {
        var settings = new LinkedHashMap<>(servers.properties());
        settings.put("codex.jobs.dead.organizations.acme", "5d");
        try (var service = Stores.application(settings)) {
            var store = service.getBean(DeadTaskStore.class);

            assertThat(end(store, task("acme"))).isEqualTo(now.plus(Duration.ofDays(5)));
            assertThat(end(store, task("other"))).isEqualTo(now.plus(Duration.ofDays(90)));
        }
    }
}
