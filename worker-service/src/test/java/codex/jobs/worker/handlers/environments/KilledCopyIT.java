package codex.jobs.worker.handlers.environments;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.worker.handlers.FailingStores.Killed;
import codex.jobs.worker.handlers.FailingStores.Moment;
import codex.jobs.worker.handlers.environments.EnvironmentTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A worker dies at every single write of an environment job, and another one goes on: what is
/// stored, counted and said is always the same.
class KilledCopyIT {

    @RegisterExtension static final EnvironmentTrial trial = new EnvironmentTrial();

    private record Seen(
            String status, String counts, List<String> said, List<List<Document>> content) {}

    private boolean wasKilled;

    private interface Prepared {
        HandlerTrial job(Tenant tenant);
    }

    private static HandlerTrial clone(Tenant tenant) {
        return tenant.create("staging");
    }

    private static HandlerTrial sync(Tenant tenant) {
        var other = tenant.environment("other", false).id();
        tenant.fill(other, 1, "m", 5);
        tenant.fill(other, 1, "own", 5);
        tenant.put(tenant.live(other), ContentKind.ENTRIES, Tenant.entry("m4", 1, "old"));
        return tenant.sync(other, false);
    }

    @Test
    void aWorkerMayDieAtAnyWriteOfAClone() throws Exception {
        everywhere(KilledCopyIT::clone, false, 25);
    }

    @Test
    void aWorkerMayDieAtAnyWriteOfASync() throws Exception {
        everywhere(KilledCopyIT::sync, false, 25);
    }

    @Test
    void aWorkerMayDieAtAnyWriteThatSwitchesOver() throws Exception {
        everywhere(KilledCopyIT::clone, true, 2);
        everywhere(KilledCopyIT::sync, true, 5);
    }

    private void everywhere(Prepared prepared, boolean switchingOver, int atLeast)
            throws Exception {
        var undisturbed = run(prepared, switchingOver, Integer.MAX_VALUE, Moment.BEFORE);
        var deaths = 0;
        for (var moment : Moment.values()) {
            for (var write = 1; ; write++) {
                var seen = run(prepared, switchingOver, write, moment);
                assertThat(seen).as("killed %s write %s", moment, write).isEqualTo(undisturbed);
                if (!wasKilled) {
                    break;
                }
                deaths++;
            }
        }
        assertThat(deaths).isGreaterThan(atLeast);
    }

    /// Dies in the first task, which the run then ends with, or in the second one.
    private Seen run(Prepared prepared, boolean switchingOver, int write, Moment moment)
            throws Exception {
        var tenant = trial.tenant();
        var job = prepared.job(tenant);
        if (switchingOver) {
            tenant.attempt(job);
        }
        wasKilled = false;
        trial.clients().killAt(write, moment);
        try {
            tenant.attempt(job);
        } catch (Killed _) {
            wasKilled = true;
            trial.clients().spare();
            tenant.attempt(job);
        } finally {
            trial.clients().spare();
        }
        try {
            return seen(tenant, job);
        } finally {
            trial.bean(IndexBuilds.class).drop(tenant.organization, target(job));
        }
    }

    private static Seen seen(Tenant tenant, HandlerTrial job) {
        var target = target(job);
        var content = new ArrayList<List<Document>>();
        for (var kind : ContentKind.values()) {
            content.add(tenant.all(built(tenant, job), kind));
        }
        var said =
                job.lines().stream()
                        .map(LogLine::message)
                        .filter(message -> message.matches("(Cloned|Synced) .*"))
                        .toList();
        var counts = job.job().counts();
        return new Seen(
                "%s %s g%s, left %s"
                        .formatted(
                                job.job().status(),
                                tenant.find(target).status(),
                                tenant.find(target).activeGeneration(),
                                trial.bean(RetiredContent.class).of(job.job().id()).size()),
                counts.created() + "/" + counts.updated() + "/" + counts.deleted(),
                said,
                content);
    }

    private static Scope built(Tenant tenant, HandlerTrial job) {
        var target = target(job);
        var build =
                trial.bean(EnvironmentBuilds.class)
                        .of(tenant.organization, target, job.job().id())
                        .orElseThrow();
        return new Scope(tenant.organization, target, build.generation());
    }

    private static EnvironmentId target(HandlerTrial job) {
        return switch (job.job().spec()) {
            case JobSpec.CreateEnvironment spec -> spec.newEnvironment(job.job().id());
            case JobSpec.SyncEnvironments spec -> spec.targetEnvironment();
            default -> throw new IllegalStateException();
        };
    }
}
