package codex.jobs.worker.handlers.environments;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.worker.handlers.environments.EnvironmentTrial.Tenant;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Specification 3.5 and 3.6: what a new and a synced environment hold, and what readers see.
class CopyEnvironmentIT {

    @RegisterExtension static final EnvironmentTrial trial = new EnvironmentTrial();

    @Test
    void aNewEnvironmentHoldsWhatItsBaseHoldsButForVersions() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.create("staging");
        assertThat(tenant.find(CopyJobs.created(job)).status())
                .isEqualTo(EnvironmentStatus.CREATING);

        tenant.finish(job);

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tenant.find(CopyJobs.created(job)).status()).isEqualTo(EnvironmentStatus.READY);
        var live = tenant.live(CopyJobs.created(job));
        for (var kind : ContentKind.values()) {
            assertThat(tenant.all(live, kind))
                    .as(kind.name())
                    .isEqualTo(
                            kind == ContentKind.ENTRY_VERSIONS
                                    ? List.of()
                                    : tenant.all(tenant.live(tenant.main), kind));
        }
        assertThat(tenant.collection(live, ContentKind.ENTRIES).listIndexes()).hasSize(3);
        assertThat(CopyJobs.messages(job))
                .contains("Cloned 10 entries", "Cloned 2 URLs", "Cloned 2 settings");
        assertThat(CopyJobs.counts(job)).isEqualTo("34/0/0");
        assertThat(tenant.aliases().lines())
                .anyMatch(line -> line.matches("\\S+\\.entries +\\S+\\.entries\\.g1"))
                .hasSize(4);
        // m1 is deleted, and not to be found
        assertThat(tenant.indices())
                .containsPattern("entries\\.g1 +9")
                .containsPattern("tags\\.g1 +2");
    }

    @Test
    void theSearchEngineCopiesAnIndexThatIsComplete() throws Exception {
        var tenant = trial.tenant();
        var first = tenant.create("first");
        tenant.finish(first);
        var index =
                "/%s.%s.entries.g1/_doc/".formatted(tenant.organization, CopyJobs.created(first));
        // nothing that the database knows
        trial.index(index + "m0", "{\"mark\": \"copied\"}");

        var second = tenant.create(CopyJobs.created(first), "second");
        tenant.finish(second);

        var copy =
                "/%s.%s.entries.g1/_doc/m0"
                        .formatted(tenant.organization, CopyJobs.created(second));
        assertThat(trial.ask(copy)).contains("\"mark\"");

        trial.index(index + "too-much?refresh=true", "{}");
        var third = tenant.create(CopyJobs.created(first), "third");
        tenant.finish(third);

        var rebuilt =
                "/%s.%s.entries.g1/_doc/m0".formatted(tenant.organization, CopyJobs.created(third));
        assertThat(trial.ask(rebuilt)).doesNotContain("\"mark\"").contains("T v1");
    }

    @Test
    void aSyncReplacesWhatTheTargetHeld() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        var job = tenant.sync(other, false);

        tenant.finish(job);

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        var live = tenant.live(other);
        assertThat(live.generation()).isEqualTo(2);
        for (var kind : ContentKind.values()) {
            if (kind != ContentKind.ENTRY_VERSIONS) {
                assertThat(tenant.all(live, kind))
                        .as(kind.name())
                        .isEqualTo(tenant.all(tenant.live(tenant.main), kind));
            }
        }
        // m6 to m9 have none in the target; those of its own entries vanish with them
        assertThat(tenant.ids(live, ContentKind.ENTRY_VERSIONS))
                .containsExactly("cvm0", "cvm1", "cvm2", "cvm3", "cvm4", "cvm5");
        assertThat(CopyJobs.messages(job))
                .contains("Synced 10 entries (5 created, 1 updated, 5 deleted)")
                .contains("Synced 2 tags (0 created, 0 updated, 0 deleted)");
        assertThat(CopyJobs.counts(job)).isEqualTo("5/1/5");
        assertThat(tenant.find(other).lastSyncedAt()).isNotNull();
        assertThat(tenant.aliases()).containsPattern("entries +\\S+\\.other\\.entries\\.g2");
    }

    @Test
    void aDryRunOfASyncCountsAndChangesNothing() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        var before = tenant.collections();
        var job = tenant.sync(other, true);

        tenant.finish(job);

        assertThat(CopyJobs.counts(job)).isEqualTo("5/1/5");
        assertThat(CopyJobs.messages(job))
                .contains("Synced 10 entries (5 created, 1 updated, 5 deleted)");
        assertThat(tenant.collections()).isEqualTo(before);
        assertThat(tenant.find(other).activeGeneration()).isEqualTo(1);
        assertThat(tenant.find(other).status()).isEqualTo(EnvironmentStatus.READY);
        assertThat(tenant.indices()).isEmpty();
    }

    @Test
    void whatEditorsChangeMeanwhileIsCopiedAgain() throws Exception {
        var tenant = trial.tenant();
        var base = tenant.live(tenant.main);
        var job = tenant.create("staging");
        while (!CopyJobs.hasCopied(job, ContentKind.ENTRIES)) {
            assertThat(CopyJobs.nextChunk(tenant, job)).isTrue();
        }
        tenant.put(base, ContentKind.ENTRIES, Tenant.entry("m0", 1, "v2"));
        tenant.remove(base, ContentKind.ENTRIES, "m2");
        tenant.put(base, ContentKind.ENTRIES, Tenant.entry("a-new-one", 1, "v1"));
        tenant.put(base, ContentKind.TAGS, new Document("_id", "tagsa").append("name", "renamed"));
        job.undisturbed();

        tenant.finish(job);

        var live = tenant.live(CopyJobs.created(job));
        assertThat(tenant.all(live, ContentKind.ENTRIES))
                .isEqualTo(tenant.all(base, ContentKind.ENTRIES));
        assertThat(tenant.all(live, ContentKind.TAGS))
                .isEqualTo(tenant.all(base, ContentKind.TAGS));
        assertThat(CopyJobs.messages(job)).contains("Cloned 10 entries");
    }

    /// Readers look up the generation once and read content and index of that generation.
    @Test
    void aReaderThatPollsThroughASyncSeesAllOldOrAllNew() throws Exception {
        var tenant = trial.tenant();
        var other = CopyJobs.target(tenant);
        // so that there is an old index
        tenant.finish(tenant.sync(other, false));
        var base = tenant.live(tenant.main);
        tenant.put(base, ContentKind.ENTRIES, Tenant.entry("m0", 1, "v2"));
        tenant.put(base, ContentKind.ENTRIES, Tenant.entry("z", 1, "v2"));
        tenant.put(base, ContentKind.TAGS, new Document("_id", "tagsnew").append("key", "new"));
        var seen = new ConcurrentSkipListSet<String>();
        var looked = new CountDownLatch(1);
        var reader =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                seen.add(look(tenant, other));
                                looked.countDown();
                            }
                        });
        looked.await();

        tenant.finish(tenant.sync(other, false));

        var last = look(tenant, other);
        reader.interrupt();
        reader.join();
        assertThat(last).isEqualTo("11 v2 3 10");
        assertThat(seen).isSubsetOf("10 v1 2 9", last).contains("10 v1 2 9");
    }

    private static String look(Tenant tenant, EnvironmentId environment) {
        var scope = tenant.live(environment);
        var reader = trial.bean(ContentReader.class);
        var entries = tenant.ids(scope, ContentKind.ENTRIES);
        var m0 = reader.byIds(scope, ContentKind.ENTRIES, List.of("m0")).getFirst();
        var version = new Document(m0).getEmbedded(List.of("system", "versionId"), "");
        var tags = tenant.ids(scope, ContentKind.TAGS).size();
        var index =
                "/%s.%s.entries.g%s/_count"
                        .formatted(tenant.organization, environment, scope.generation());
        var indexed = Document.parse(trial.ask(index)).getInteger("count");
        return entries.size() + " " + version + " " + tags + " " + indexed;
    }
}
