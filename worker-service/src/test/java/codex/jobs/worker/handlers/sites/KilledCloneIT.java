package codex.jobs.worker.handlers.sites;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.log.LogLine;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.worker.handlers.FailingStores.Killed;
import codex.jobs.worker.handlers.FailingStores.Moment;
import codex.jobs.worker.handlers.sites.SiteTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A worker dies at every single write of a clone, and another one goes on: what is stored, counted
/// and said is always the same.
class KilledCloneIT {

    @RegisterExtension static final SiteTrial trial = new SiteTrial();

    /// @param content with the ids that follow from the job's name in words
    private record Seen(
            String status, String counts, List<String> said, Map<ContentKind, String> content) {}

    private boolean wasKilled;

    @Test
    void aWorkerMayDieAtAnyWriteOfAClone() throws Exception {
        everywhere(0, 20);
    }

    @Test
    void aWorkerMayDieAtAnyWriteThatShowsTheSite() throws Exception {
        everywhere(4, 1);
    }

    @Test
    void aWorkerMayDieAtAnyWriteThatRemovesASite() throws Exception {
        var deaths = 0;
        for (var moment : Moment.values()) {
            wasKilled = true;
            for (var write = 1; wasKilled; write++) {
                var tenant = trial.tenant();
                var before = tenant.everything();
                var job = tenant.clone("copy");
                tenant.attempt(job);
                tenant.giveUp(job, SiteTrial.site(job));

                killed(write, moment, () -> tenant.dropping().perform());

                assertThat(tenant.everything())
                        .as("killed %s write %s", moment, write)
                        .isEqualTo(before);
                deaths += wasKilled ? 1 : 0;
            }
        }
        assertThat(deaths).isGreaterThan(20);
    }

    private void everywhere(int task, int atLeast) throws Exception {
        var undisturbed = run(task, Integer.MAX_VALUE, Moment.BEFORE);
        var deaths = 0;
        for (var moment : Moment.values()) {
            for (var write = 1; ; write++) {
                var seen = run(task, write, moment);
                assertThat(seen).as("killed %s write %s", moment, write).isEqualTo(undisturbed);
                if (!wasKilled) {
                    break;
                }
                deaths++;
            }
        }
        assertThat(deaths).isGreaterThan(atLeast);
    }

    private interface Work {
        void run() throws Exception;
    }

    private void killed(int write, Moment moment, Work work) throws Exception {
        wasKilled = false;
        trial.mongo().killAt(write, moment);
        try {
            work.run();
        } catch (Killed _) {
            wasKilled = true;
            trial.mongo().spare();
            work.run();
        } finally {
            trial.mongo().spare();
        }
    }

    /// Dies in this task, which the run then ends with.
    private Seen run(int task, int write, Moment moment) throws Exception {
        var tenant = trial.tenant();
        var job = tenant.clone("copy");
        for (var before = 0; before < task; before++) {
            tenant.attempt(job);
        }
        killed(write, moment, () -> tenant.attempt(job));
        try {
            return seen(tenant, job);
        } finally {
            if (task > 0) {
                trial.bean(IndexBuilds.class).drop(tenant.organization, tenant.scope.environment());
            }
        }
    }

    private static Seen seen(Tenant tenant, HandlerTrial job) {
        var copies = new SiteCopy(job.job().id(), "site1", SiteTrial.site(job), Map.of());
        var content =
                tenant.everything().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        kind ->
                                                kind.getValue().stream()
                                                        .map(one -> inWords(one.toString(), copies))
                                                        .sorted()
                                                        .collect(Collectors.joining("\n"))));
        var said =
                job.lines().stream()
                        .map(LogLine::message)
                        .filter(message -> !message.matches(".*(started|completed|attempt \\d+)"))
                        .toList();
        return new Seen(
                job.job().status().name(),
                job.job().counts().created() + "/" + job.job().counts().warnings(),
                said,
                content);
    }

    /// The ids differ from run to run.
    private static String inWords(String content, SiteCopy copies) {
        var result = content.replace(copies.site(), "NEW").replace(copies.job().value(), "JOB");
        for (var kind : SiteCopy.KINDS) {
            for (var id : List.of("a", "b", "c", "d", "e", "s1", "s2", "l1", "v1", "g0", "g1")) {
                if (kind != ContentKind.URLS && kind != ContentKind.TAGS) {
                    result = result.replace(copies.idOf(kind, Map.of("_id", id)), "COPY-" + id);
                }
            }
        }
        return result.replaceAll("c[uvt][A-Za-z0-9]{22}", "ID");
    }
}
