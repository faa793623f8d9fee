package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.job.Counts;
import codex.jobs.model.job.DraftEnvironment;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.scheduler.retention.DeadDrafts;
import codex.jobs.scheduler.retention.ExportFiles;
import codex.jobs.scheduler.retention.FinishedJobs;
import codex.jobs.scheduler.retention.UnusedUploads;
import codex.jobs.stores.chunks.ChunkLedger;
import codex.jobs.stores.chunks.ChunkRecord;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.jobs.RemovedJobs;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.logs.LogQuery;
import codex.jobs.stores.tenants.Organization;
import codex.jobs.stores.tenants.OrganizationStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is over goes with all that is about it, and nothing else does.
class RetentionIT {

    @RegisterExtension
    static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA, Part.S3);

    private static final int BATCH = 2;
    private static final Duration UPLOADS = Duration.ofHours(5);
    private static final Duration EXPORTS = Duration.ofHours(3);

    private static final JobSpec EXPORT = new JobSpec.ExportEntries("{}", ExportFormat.JSON);

    private static TestScheduler scheduler;
    private static Scene scene;
    private static JobStore jobs;
    private static Leftovers leftovers;

    @BeforeAll
    static void start() {
        scheduler =
                TestScheduler.start(
                        servers,
                        "codex.jobs.scheduler.retention.period=1h",
                        "codex.jobs.scheduler.retention.batch=" + BATCH,
                        "codex.jobs.scheduler.retention.unused-blobs=0s",
                        "codex.jobs.scheduler.retention.blob-period=1ms",
                        "codex.jobs.scheduler.retention.organizations.acme.finished-jobs=0s",
                        "codex.jobs.scheduler.retention.organizations.acme.uploads="
                                + UPLOADS.toHours()
                                + "h",
                        "codex.jobs.scheduler.retention.organizations.acme.exports="
                                + EXPORTS.toHours()
                                + "h");
        scene = new Scene(scheduler);
        jobs = scheduler.bean(JobStore.class);
        leftovers = new Leftovers(scheduler);
        scheduler
                .bean(OrganizationStore.class)
                .insert(new Organization(Jobs.ACME, "Acme", Scene.now()));
    }

    @AfterAll
    static void stop() {
        scheduler.close();
    }

    private static Job finished() {
        var job = scene.announced(Scene.anEnvironment());
        scheduler.bean(JobLogStore.class).insertAll(List.of(line(job)));
        var task = job.tasks().getFirst().id();
        scheduler
                .bean(ChunkLedger.class)
                .putIfAbsent(
                        ChunkRecord.of(
                                Jobs.ACME,
                                task,
                                0,
                                Scene.now(),
                                Map.of(),
                                Counts.NONE,
                                List.of(),
                                0,
                                ChunkRecord.Touched.NOTHING,
                                List.of()));
        scheduler.bean(ChunkLedger.class).keep(Jobs.ACME, task, 0, Set.of("a", "b"));
        return scene.worked(job, new SessionId("w"));
    }

    private static LogLine line(Job job) {
        return new LogLine(
                LogId.ofJob(job.id(), "a-line"),
                Jobs.ACME,
                job.id(),
                null,
                1,
                0,
                Scene.now(),
                LogType.INFO,
                "A line",
                null,
                null,
                null,
                null,
                null);
    }

    private static boolean isAnythingLeftOf(Job job) {
        var ledger = scheduler.bean(ChunkLedger.class);
        var task = job.tasks().getFirst().id();
        return ledger.find(task, 0).isPresent()
                || !ledger.kept(task, Set.of("a", "b")).isEmpty()
                || lines(job) > 0;
    }

    private static long lines(Job job) {
        return scheduler
                .bean(JobLogStore.class)
                .search(new LogQuery(Jobs.ACME, job.id(), null, List.of(), null, 0, 10))
                .total();
    }

    @Test
    void finishedJobsGoWithAllThatIsAboutThem() {
        var old = List.of(finished(), finished(), finished());
        var running = scene.announced(Scene.anEnvironment());
        scene.claimed(scene.awaitDispatched(running), new SessionId("w"));
        var export =
                scene.worked(scene.announced(Scene.anEnvironment(), EXPORT), new SessionId("w"));

        scheduler.bean(FinishedJobs.class).remove();

        assertThat(old)
                .allSatisfy(job -> {
                    assertThat(jobs.find(Jobs.ACME, job.id())).isEmpty();
                    assertThat(isAnythingLeftOf(job)).isFalse();
                });
        assertThat(jobs.find(Jobs.ACME, running.id())).isPresent();
        assertThat(jobs.find(Jobs.ACME, export.id())).as("its file is kept").isPresent();
        assertThat(removed()).isEmpty();
    }

    @Test
    void whatAnotherOneHasLeftBehindGoesToo() {
        var gone = finished();
        scheduler.bean(RemovedJobs.class).enter(gone, Scene.now().minus(Duration.ofHours(1)));
        jobs.remove(gone);
        var stays = scene.announced(Scene.anEnvironment());
        scheduler.bean(JobLogStore.class).insertAll(List.of(line(stays)));
        scheduler.bean(RemovedJobs.class).enter(stays, Scene.now().minus(Duration.ofHours(1)));

        scheduler.bean(FinishedJobs.class).remove();

        assertThat(isAnythingLeftOf(gone)).isFalse();
        assertThat(lines(stays)).isPositive();
        assertThat(removed()).isEmpty();
    }

    @Test
    void aJobThatHasChangedSinceItWasReadStays() {
        var read = scene.announced(Scene.anEnvironment());
        scene.awaitDispatched(read);

        assertThat(jobs.remove(read)).isFalse();
    }

    @Test
    void uploadsThatNoJobNeedsGo() {
        var needed = leftovers.upload(UPLOADS.plusHours(2));
        var waiting =
                jobs.insert(
                        Scene.planned(
                                Scene.anEnvironment(),
                                leftovers.importOf(needed),
                                Scene.now().plus(Duration.ofDays(300))));
        var done = leftovers.upload(UPLOADS.plusHours(1));
        var read = scene.announced(Scene.anEnvironment(), leftovers.importOf(done));
        scene.worked(read, new SessionId("w"));
        var unused = leftovers.upload(UPLOADS.plusMinutes(1));
        var aborted = leftovers.aborted(UPLOADS.plusMinutes(1));
        var young = leftovers.upload(UPLOADS.minusMinutes(1));
        var used = leftovers.upload(UPLOADS.plusDays(1));
        assertThat(leftovers.use(used)).isTrue();

        scheduler.bean(UnusedUploads.class).remove();

        assertThat(List.of(done, unused, aborted)).noneMatch(leftovers::isThere);
        assertThat(List.of(needed, young, used)).allMatch(leftovers::isThere);

        scene.happens(waiting, _ -> new JobEvent.CancelRequested(Jobs.ALICE, null));
        scheduler.bean(UnusedUploads.class).remove();

        assertThat(leftovers.isThere(needed)).isFalse();
    }

    @Test
    void anUploadThatSomebodyHasLeftHalfRemovedGoesUnlessItIsNeeded() {
        var gone = leftovers.halfRemoved(UPLOADS.plusDays(1), Duration.ofMinutes(6));
        var needed = leftovers.halfRemoved(UPLOADS.plusDays(1), Duration.ofMinutes(6));
        var atIt = leftovers.halfRemoved(UPLOADS.plusDays(1), Duration.ofMinutes(1));
        jobs.insert(
                Scene.planned(
                        Scene.anEnvironment(),
                        leftovers.importOf(needed),
                        Scene.now().plus(Duration.ofDays(1))));
        assertThat(List.of(gone, needed, atIt)).noneMatch(leftovers::use);

        scheduler.bean(UnusedUploads.class).remove();

        assertThat(leftovers.isThere(gone)).isFalse();
        assertThat(leftovers.isThere(needed)).isTrue();
        assertThat(leftovers.use(needed)).isTrue();
        assertThat(leftovers.isThere(atIt)).isTrue();
    }

    /// An export that somebody has cancelled before it began.
    private static Job exportThatIsOver() {
        return scene.happens(
                exportThatWaits(), _ -> new JobEvent.CancelRequested(Jobs.ALICE, null));
    }

    private static Job exportThatWaits() {
        return jobs.insert(Scene.planned(Scene.anEnvironment(), EXPORT, tomorrow()));
    }

    @Test
    void filesOfExportsThatNoJobNeedsGo() {
        var gone = Scene.planned(Scene.anEnvironment(), EXPORT, null);
        var old =
                List.of(
                        leftovers.exported(exportThatIsOver(), EXPORTS.plusMinutes(1)),
                        leftovers.exported(gone, EXPORTS.plusHours(1)),
                        leftovers.exported(exportThatIsOver(), EXPORTS.plusHours(2)));
        var young = leftovers.exported(exportThatIsOver(), EXPORTS.minusMinutes(1));
        var used = leftovers.exported(exportThatIsOver(), EXPORTS.plusDays(1));
        assertThat(leftovers.use(used)).isTrue();
        var needed = leftovers.exported(exportThatIsOver(), EXPORTS.plusDays(1));
        var waiting =
                jobs.insert(
                        Scene.planned(
                                Scene.anEnvironment(),
                                leftovers.importOf(needed.path()),
                                tomorrow()));

        scheduler.bean(ExportFiles.class).remove();

        assertThat(old).noneMatch(leftovers::isThere).noneMatch(leftovers::isKnown);
        assertThat(List.of(young, used, needed))
                .allMatch(leftovers::isThere)
                .allMatch(leftovers::isKnown);

        scene.happens(waiting, _ -> new JobEvent.CancelRequested(Jobs.ALICE, null));
        scheduler.bean(ExportFiles.class).remove();

        assertThat(leftovers.isThere(needed)).isFalse();
    }

    @Test
    void aFileThatSomebodyHasLeftHalfRemovedGoesUnlessItIsNeeded() {
        var sixMinutes = Duration.ofMinutes(6);
        var gone = leftovers.halfRemoved(exportThatIsOver(), EXPORTS.plusDays(1), sixMinutes);
        var needed = leftovers.halfRemoved(exportThatIsOver(), EXPORTS.plusDays(1), sixMinutes);
        var atIt =
                leftovers.halfRemoved(
                        exportThatIsOver(), EXPORTS.plusDays(1), Duration.ofMinutes(1));
        jobs.insert(
                Scene.planned(
                        Scene.anEnvironment(), leftovers.importOf(needed.path()), tomorrow()));
        assertThat(List.of(gone, needed, atIt)).noneMatch(leftovers::use);

        scheduler.bean(ExportFiles.class).remove();

        assertThat(leftovers.isThere(gone)).isFalse();
        assertThat(leftovers.isThere(needed)).isTrue();
        assertThat(leftovers.use(needed)).isTrue();
        assertThat(leftovers.isThere(atIt)).isTrue();
    }

    @Test
    void whatIsLeftOfAnExportThatNobodyFinishesGoesUnlessItsJobIsGoingOn() {
        var dead = leftovers.unfinished(exportThatIsOver(), Duration.ofMinutes(1));
        var awaited = leftovers.unfinished(exportThatIsOver(), Duration.ofMinutes(-9));
        var writing = leftovers.unfinished(exportThatWaits(), Duration.ofMinutes(1));

        scheduler.bean(ExportFiles.class).remove();

        assertThat(leftovers.isThere(dead)).isFalse();
        assertThat(leftovers.isKnown(dead.key())).isFalse();
        assertThat(List.of(awaited, writing)).allMatch(leftovers::isThere);
    }

    /// Fixed ones, and one that is new in each run; the name of the test that fails has it.
    static LongStream seeds() {
        return LongStream.of(1, 2, 3, System.nanoTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bytesOfAssetsGoOnceNothingRefersToThemAndNotBefore(long seed) {
        var history = new BlobHistory(scheduler, scene, seed);

        history.run(120);
        history.end();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void filesGoOnceNobodyNeedsThemAndNotBefore(long seed) {
        var history =
                new FileHistory(
                        scheduler, scene, new AgingFiles(scheduler, UPLOADS, EXPORTS), seed);

        history.run(150);
        history.end();
    }

    @Test
    void oneLookEndsAtMostABatchOfWhatOthersHaveLeftHalfRemoved() {
        var longAgo = Duration.ofDays(9);
        var uploads =
                Stream.generate(() -> leftovers.halfRemoved(UPLOADS.plusDays(1), longAgo))
                        .limit(5)
                        .toList();
        var exports =
                Stream.generate(() ->
                                leftovers.halfRemoved(
                                        exportThatIsOver(), EXPORTS.plusDays(1), longAgo))
                        .limit(5)
                        .toList();
        var unfinished =
                Stream.generate(() -> leftovers.unfinished(exportThatIsOver(), longAgo))
                        .limit(5)
                        .toList();

        for (var left = 5 - BATCH; left > -BATCH; left -= BATCH) {
            scheduler.bean(UnusedUploads.class).remove();
            scheduler.bean(ExportFiles.class).remove();

            var those = Math.max(left, 0);
            assertThat(uploads.stream().filter(leftovers::isThere)).hasSize(those);
            assertThat(exports.stream().filter(leftovers::isThere)).hasSize(those);
            assertThat(unfinished.stream().filter(leftovers::isThere)).hasSize(those);
        }
    }

    @Test
    void theDraftOfADryRunGoesWhenTheDryRunIsOver() {
        var spec = new JobSpec.ImportAssets("a", ImportConflictMode.UPSERT, true, null);
        var running = jobs.insert(Scene.planned(Scene.anEnvironment(), spec, tomorrow()));
        var over = jobs.insert(Scene.planned(Scene.anEnvironment(), spec, tomorrow()));
        scene.happens(over, _ -> new JobEvent.CancelRequested(Jobs.ALICE));
        scene.announce(over);
        scene.awaitUntil(over, Job::settled);
        var gone = Scene.planned(Scene.anEnvironment(), spec, null);
        List.of(running, over, gone).forEach(leftovers::draft);
        var environment = leftovers.environment(DraftEnvironment.of(Jobs.aJob().id()));

        scheduler.bean(DeadDrafts.class).drop();

        assertThat(leftovers.environments())
                .contains(DraftEnvironment.of(running.id()), environment)
                .doesNotContain(DraftEnvironment.of(over.id()), DraftEnvironment.of(gone.id()));
    }

    private static Instant tomorrow() {
        return Scene.now().plus(Duration.ofDays(1));
    }

    private static List<RemovedJobs.Removed> removed() {
        return scheduler
                .bean(RemovedJobs.class)
                .enteredBefore(Scene.now().plus(Duration.ofHours(1)), 10);
    }
}
