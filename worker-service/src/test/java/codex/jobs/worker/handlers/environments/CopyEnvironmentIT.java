package codex.jobs.worker.handlers.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.worker.handlers.environments.EnvironmentTrial.Tenant;
import codex.jobs.worker.runtime.HandlerTrial;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Specification 3.5 and 3.6: what a new and a synced environment hold, and what readers see.
class CopyEnvironmentIT {

    @RegisterExtension static final EnvironmentTrial trial = new EnvironmentTrial();

    private static EnvironmentId created(HandlerTrial job) {
        return ((JobSpec.CreateEnvironment) job.job().spec()).newEnvironment(job.job().id());
    }

    private static List<String> messages(HandlerTrial job) {
        return job.lines().stream().map(LogLine::message).toList();
    }

    private static String counts(HandlerTrial job) {
        var counts = job.job().counts();
        return counts.created() + "/" + counts.updated() + "/" + counts.deleted();
    }

    /// The target `other`: without m3, with another m4, and with content of its own.
    private static EnvironmentId target(Tenant tenant) {
        var other = tenant.environment("other", false).id();
        tenant.fill(other, 1, "m", 6);
        tenant.fill(other, 1, "own", 5);
        var live = tenant.live(other);
        tenant.remove(live, ContentKind.ENTRIES, "m3");
        tenant.put(live, ContentKind.ENTRIES, Tenant.entry("m4", 1, "old"));
        return other;
    }

    @Test
    void aNewEnvironmentHoldsWhatItsBaseHoldsButForVersions() throws Exception {
        var tenant = trial.tenant();
        var job = tenant.create("staging");
        assertThat(tenant.find(created(job)).status()).isEqualTo(EnvironmentStatus.CREATING);

        tenant.finish(job);

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tenant.find(created(job)).status()).isEqualTo(EnvironmentStatus.READY);
        var live = tenant.live(created(job));
        for (var kind : ContentKind.values()) {
            assertThat(tenant.all(live, kind))
                    .as(kind.name())
                    .isEqualTo(
                            kind == ContentKind.ENTRY_VERSIONS
                                    ? List.of()
                                    : tenant.all(tenant.live(tenant.main), kind));
        }
        assertThat(tenant.collection(live, ContentKind.ENTRIES).listIndexes()).hasSize(3);
        assertThat(messages(job))
                .contains("Cloned 10 entries", "Cloned 2 URLs", "Cloned 2 settings");
        assertThat(counts(job)).isEqualTo("34/0/0");
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
        var index = "/%s.%s.entries.g1/_doc/".formatted(tenant.organization, created(first));
        // nothing that the database knows
        trial.index(index + "m0", "{\"mark\": \"copied\"}");

        var second = tenant.create(created(first), "second");
        tenant.finish(second);

        var copy = "/%s.%s.entries.g1/_doc/m0".formatted(tenant.organization, created(second));
        assertThat(trial.ask(copy)).contains("\"mark\"");

        trial.index(index + "too-much?refresh=true", "{}");
        var third = tenant.create(created(first), "third");
        tenant.finish(third);

        var rebuilt = "/%s.%s.entries.g1/_doc/m0".formatted(tenant.organization, created(third));
        assertThat(trial.ask(rebuilt)).doesNotContain("\"mark\"").contains("T v1");
    }

    @Test
    void aSyncReplacesWhatTheTargetHeld() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
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
        assertThat(messages(job))
                .contains("Synced 10 entries (5 created, 1 updated, 5 deleted)")
                .contains("Synced 2 tags (0 created, 0 updated, 0 deleted)");
        assertThat(counts(job)).isEqualTo("5/1/5");
        assertThat(tenant.find(other).lastSyncedAt()).isNotNull();
        assertThat(tenant.aliases()).containsPattern("entries +\\S+\\.other\\.entries\\.g2");
    }

    @Test
    void aDryRunOfASyncCountsAndChangesNothing() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        var before = tenant.collections();
        var job = tenant.sync(other, true);

        tenant.finish(job);

        assertThat(counts(job)).isEqualTo("5/1/5");
        assertThat(messages(job)).contains("Synced 10 entries (5 created, 1 updated, 5 deleted)");
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
        // models, settings, sites, labels, authors, folders, assets, sections and tags take two
        // chunks each
        job.stoppedAfterChunk(20);
        tenant.attempt(job);
        assertThat(job.job().status()).isEqualTo(JobStatus.ACTIVE);
        tenant.put(base, ContentKind.ENTRIES, Tenant.entry("m0", 1, "v2"));
        tenant.remove(base, ContentKind.ENTRIES, "m2");
        tenant.put(base, ContentKind.ENTRIES, Tenant.entry("a-new-one", 1, "v1"));
        tenant.put(base, ContentKind.TAGS, new Document("_id", "tagsa").append("name", "renamed"));
        job.undisturbed();

        tenant.finish(job);

        var live = tenant.live(created(job));
        assertThat(tenant.all(live, ContentKind.ENTRIES))
                .isEqualTo(tenant.all(base, ContentKind.ENTRIES));
        assertThat(tenant.all(live, ContentKind.TAGS))
                .isEqualTo(tenant.all(base, ContentKind.TAGS));
        assertThat(messages(job)).contains("Cloned 10 entries");
    }

    @Test
    void aSyncThatIsGivenUpLeavesTheTargetAsItWas() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        var collections = tenant.collections();
        var environment = tenant.find(other);
        for (long chunk : new long[] {0, 10, 25, 40}) {
            var job = tenant.sync(other, false).stoppedAfterChunk(chunk);
            tenant.attempt(job);
            assertThat(tenant.find(other).status()).isEqualTo(EnvironmentStatus.SYNCING);

            trial.bean(EnvironmentBuilds.class)
                    .giveUp(tenant.organization, other, job.job().id(), tenant.now());
            tenant.dropping(InstantSource.system()).perform();

            assertThat(tenant.find(other)).isEqualTo(environment);
            assertThat(tenant.collections()).isEqualTo(collections);
            assertThat(tenant.indices()).isEmpty();
        }
    }

    /// Chunk by chunk, and before each of them somebody edits the base.
    private static void finishWhileTheBaseChanges(Tenant tenant, HandlerTrial job)
            throws Exception {
        var base = tenant.live(tenant.main);
        for (var time = 0; !job.job().status().isTerminal(); time++) {
            tenant.put(base, ContentKind.ENTRIES, Tenant.entry("m0", 1, "edit" + time));
            job.stoppedAfterChunk(job.job().currentTask().orElseThrow().checkpoint().chunksDone());
            tenant.attempt(job);
        }
    }

    private static String code(HandlerTrial job) {
        return Objects.requireNonNull(job.job().error()).code();
    }

    /// As the scheduler does with a job that has failed.
    private static void giveUp(Tenant tenant, EnvironmentId environment, HandlerTrial job) {
        trial.bean(EnvironmentBuilds.class)
                .giveUp(tenant.organization, environment, job.job().id(), tenant.now());
        tenant.dropping(InstantSource.system()).perform();
    }

    @Test
    void aBaseThatChangesFasterThanItIsCopiedFailsTheSync() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        var environment = tenant.find(other);
        var collections = tenant.collections();
        var entries = tenant.all(environment.scope(), ContentKind.ENTRIES);
        var job = tenant.sync(other, false);

        finishWhileTheBaseChanges(tenant, job);

        assertThat(code(job)).isEqualTo("COPY_NOT_VERIFIED");
        assertThat(messages(job))
                .filteredOn("Copied 1 documents again that were changed meanwhile"::equals)
                .hasSize(2);
        assertThat(tenant.live(other)).isEqualTo(environment.scope());
        giveUp(tenant, other, job);
        assertThat(tenant.find(other)).isEqualTo(environment);
        assertThat(tenant.collections()).isEqualTo(collections);
        assertThat(tenant.all(environment.scope(), ContentKind.ENTRIES)).isEqualTo(entries);
        assertThat(tenant.indices()).isEmpty();
    }

    @Test
    void aBaseThatChangesFasterThanItIsCopiedFailsTheCreation() throws Exception {
        var tenant = trial.tenant();
        var collections = tenant.collections();
        var job = tenant.create("staging");

        finishWhileTheBaseChanges(tenant, job);

        assertThat(code(job)).isEqualTo("COPY_NOT_VERIFIED");
        assertThat(tenant.find(created(job)).status()).isEqualTo(EnvironmentStatus.CREATING);
        giveUp(tenant, created(job), job);
        assertThat(tenant.collections()).isEqualTo(collections);
        tenant.finish(tenant.create("staging"));
    }

    /// The index of entries is there, and nothing is in it.
    private static HandlerTrial indexing(Tenant tenant, EnvironmentId target) throws Exception {
        var job = tenant.sync(target, false);
        tenant.attempt(job);
        tenant.attempt(job.stoppedAfterChunk(0));
        return job;
    }

    private static boolean nextChunk(Tenant tenant, HandlerTrial job) throws Exception {
        job.stoppedAfterChunk(job.job().currentTask().orElseThrow().checkpoint().chunksDone());
        tenant.attempt(job);
        return !job.job().status().isTerminal();
    }

    private static boolean fills(HandlerTrial job, SearchIndex index) {
        var position = job.job().currentTask().orElseThrow().checkpoint().position();
        return index.name().equals(position.get("index")) && position.containsKey("kind");
    }

    private static void addForeignDocument(Tenant tenant, String index) {
        trial.index(
                "/%s.other.%s.g2/_doc/foreign?refresh=true".formatted(tenant.organization, index),
                "{}");
    }

    private static List<String> differences(HandlerTrial job) {
        return job.lines().stream()
                .filter(line -> "INDEX_DIFFERS".equals(line.code()))
                .map(LogLine::message)
                .toList();
    }

    @Test
    void anIndexThatHoldsSomethingElseIsFilledOnceMore() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        var job = indexing(tenant, other);
        addForeignDocument(tenant, "entries");
        job.undisturbed();

        tenant.finish(job);

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tenant.live(other).generation()).isEqualTo(2);
        assertThat(tenant.indices()).containsPattern("entries\\.g2 +9");
        assertThat(differences(job))
                .containsExactly(
                        "The index entries holds 10 documents instead of 9; it is filled once more");
    }

    /// As after a death between the two requests that empty an index, and then after every chunk.
    @Test
    void anIndexThatADeadWorkerHasDroppedIsFilledOnceMore() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        var job = indexing(tenant, other).stoppedAfterChunk(3);
        tenant.attempt(job);
        trial.bean(IndexBuilds.class)
                .drop(new Scope(tenant.organization, other, 2), SearchIndex.ENTRIES);

        while (nextChunk(tenant, job)) {
            assertThat(differences(job).size()).isLessThan(2);
        }

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tenant.indices()).containsPattern("entries\\.g2 +9");
        assertThat(differences(job))
                .containsExactly(
                        "The index entries holds 0 documents instead of 9; it is filled once more");
    }

    @Test
    void anEmptyIndexThatADeadWorkerHasDroppedIsThereInTheEnd() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        for (var tag : tenant.ids(tenant.live(tenant.main), ContentKind.TAGS)) {
            tenant.remove(tenant.live(tenant.main), ContentKind.TAGS, tag);
        }
        var job = indexing(tenant, other);
        while (!fills(job, SearchIndex.TAGS)) {
            nextChunk(tenant, job);
        }
        trial.bean(IndexBuilds.class)
                .drop(new Scope(tenant.organization, other, 2), SearchIndex.TAGS);
        job.undisturbed();

        tenant.finish(job);

        assertThat(job.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tenant.indices()).containsPattern("tags\\.g2 +0");
        assertThat(tenant.aliases().lines()).hasSize(4);
    }

    @Test
    void anIndexThatHoldsSomethingElseTwiceFailsTheSync() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        var environment = tenant.find(other);
        var collections = tenant.collections();
        var job = indexing(tenant, other);

        do {
            addForeignDocument(tenant, "entries");
            assertThat(differences(job).size()).isLessThan(2);
        } while (nextChunk(tenant, job));

        assertThat(code(job)).isEqualTo("INDEX_NOT_VERIFIED");
        assertThat(differences(job)).hasSize(1);
        assertThat(tenant.live(other)).isEqualTo(environment.scope());
        giveUp(tenant, other, job);
        assertThat(tenant.find(other)).isEqualTo(environment);
        assertThat(tenant.collections()).isEqualTo(collections);
        assertThat(tenant.indices()).isEmpty();
    }

    @Test
    void onlyOneIndexOfATaskIsFilledOnceMore() throws Exception {
        var tenant = trial.tenant();
        var job = indexing(tenant, target(tenant));
        addForeignDocument(tenant, "entries");

        while (nextChunk(tenant, job)) {
            assertThat(differences(job).size()).isLessThan(2);
            if (fills(job, SearchIndex.TAGS)) {
                addForeignDocument(tenant, "tags");
            }
        }

        assertThat(code(job)).isEqualTo("INDEX_NOT_VERIFIED");
        assertThat(job.job().error())
                .extracting(JobError::message)
                .isEqualTo("The index TAGS does not hold what the database holds");
        assertThat(differences(job))
                .containsExactly(
                        "The index entries holds 10 documents instead of 9; it is filled once more");
    }

    @Test
    void anIndexThatReadersFindIsNotEmptied() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        var job = tenant.sync(other, false);
        var late = tenant.twin(job);
        tenant.attempt(late);
        // all entries are in the index, and it is to be counted
        tenant.attempt(late.stoppedAfterChunk(3));
        tenant.finish(job);
        addForeignDocument(tenant, "entries");
        late.undisturbed();

        assertThatThrownBy(() -> tenant.attempt(late)).hasMessageContaining("not the job's own");

        assertThat(tenant.indices()).containsPattern("entries\\.g2 +10");
    }

    @Test
    void anEnvironmentThatIsGivenUpIsGoneWithItsAlias() throws Exception {
        var tenant = trial.tenant();
        var collections = tenant.collections();
        var job = tenant.create("staging").stoppedAfterChunk(20);
        tenant.attempt(job);
        assertThat(tenant.collections()).isNotEqualTo(collections);

        trial.bean(EnvironmentBuilds.class)
                .giveUp(tenant.organization, created(job), job.job().id(), tenant.now());
        tenant.dropping(InstantSource.system()).perform();

        assertThat(tenant.collections()).isEqualTo(collections);
        tenant.finish(tenant.create("staging"));
    }

    @Test
    void theReplacedGenerationIsKeptForSevenDays() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        tenant.finish(tenant.sync(other, false));
        var old = new Scope(tenant.organization, other, 1);

        tenant.dropping(in(Duration.ofDays(7).minusMinutes(1))).perform();
        assertThat(tenant.all(old, ContentKind.ENTRIES)).isNotEmpty();

        tenant.dropping(in(Duration.ofDays(7))).perform();
        assertThat(tenant.all(old, ContentKind.ENTRIES)).isEmpty();
        assertThat(tenant.all(tenant.live(other), ContentKind.ENTRIES)).hasSize(10);
        assertThat(tenant.indices()).doesNotContain("g1");
    }

    @Test
    void whatASyncHasReplacedCanBeBroughtBack() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
        var before = tenant.all(tenant.live(other), ContentKind.ENTRIES);
        var job = tenant.sync(other, false);
        tenant.finish(job);
        var old = new Scope(tenant.organization, other, 1);
        for (var time = 0; time < 2; time++) {
            assertThat(back(tenant, other, job)).contains(old);
            assertThat(tenant.find(other).lastSyncedAt()).isNull();
        }

        tenant.dropping(in(Duration.ofDays(8))).perform();

        assertThat(tenant.live(other)).isEqualTo(old);
        assertThat(tenant.all(old, ContentKind.ENTRIES)).isEqualTo(before);
        assertThat(tenant.ids(new Scope(tenant.organization, other, 2), ContentKind.ENTRIES))
                .isEmpty();
        // and the next sync replaces it for seven days again
        tenant.finish(tenant.sync(other, false));
        assertThat(tenant.live(other).generation()).isEqualTo(3);
        tenant.dropping(in(Duration.ofDays(8))).perform();
        assertThat(tenant.all(old, ContentKind.ENTRIES)).isEmpty();
        assertThat(back(tenant, other, job)).isEmpty();
        // and whose rollback makes the one before the last one
        var first = tenant.find(other).lastSyncedAt();
        var second = tenant.sync(other, false);
        tenant.finish(second);
        assertThat(tenant.find(other).lastSyncedAt()).isNotEqualTo(first);
        assertThat(back(tenant, other, second)).isPresent();
        assertThat(tenant.find(other).lastSyncedAt()).isEqualTo(first).isNotNull();
    }

    private static Optional<Scope> back(Tenant tenant, EnvironmentId other, HandlerTrial job) {
        return trial.bean(EnvironmentBuilds.class)
                .switchBack(
                        tenant.organization, other, job.job().id(), tenant.now(), Duration.ZERO);
    }

    private static InstantSource in(Duration time) {
        return InstantSource.offset(InstantSource.system(), time);
    }

    /// Readers look up the generation once and read content and index of that generation.
    @Test
    void aReaderThatPollsThroughASyncSeesAllOldOrAllNew() throws Exception {
        var tenant = trial.tenant();
        var other = target(tenant);
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
