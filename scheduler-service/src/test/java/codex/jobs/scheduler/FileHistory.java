package codex.jobs.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.Counts;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.model.job.ImportConflictMode;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobError;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobStatus;
import codex.jobs.model.job.Jobs;
import codex.jobs.model.job.Retry;
import codex.jobs.model.job.Step;
import codex.jobs.model.job.Task;
import codex.jobs.scheduler.retention.ExportFiles;
import codex.jobs.scheduler.retention.UnusedUploads;
import codex.jobs.stores.jobs.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A random history of uploads and exports, of imports that are given their files, and of removals
/// that may die half way; after each step all that is needed must be there, and all that is young.
final class FileHistory {

    /// Between the use of a file and the storing of the job for which it is used; who takes longer
    /// has died.
    private static final Duration LONGEST_USE = Duration.ofMinutes(59);

    private static final Counts ONE_FAILED = new Counts(0, 0, 0, 0, 1, 1, 0, 1);

    /// A file, and what this remembers of it.
    private static final class File {

        private final AgingFile stored;

        /// Those that were given it.
        private final List<Job> imports = new ArrayList<>();

        /// Since it was finished or used; null while it is being written.
        private @Nullable Duration idle;

        /// Since somebody was told that he may use it, until his job is stored.
        private @Nullable Duration promised;

        private File(AgingFile stored, @Nullable Duration idle) {
            this.stored = stored;
            this.idle = idle;
        }
    }

    private final TestScheduler scheduler;
    private final Scene scene;
    private final JobStore jobs;
    private final AgingFiles made;
    private final Random random;
    private final Instant tomorrow = Scene.now().plus(Duration.ofDays(1));
    private final List<File> files = new ArrayList<>();

    FileHistory(TestScheduler scheduler, Scene scene, AgingFiles made, long seed) {
        this.scheduler = scheduler;
        this.scene = scene;
        this.jobs = scheduler.bean(JobStore.class);
        this.made = made;
        this.random = new Random(seed);
    }

    void run(int steps) {
        for (var step = 0; step < steps; step++) {
            var what = step();
            for (var file : files) {
                if (mustStay(file)) {
                    assertThat(file.stored.isThere())
                            .as("%s after step %d, %s", file.stored, step, what)
                            .isTrue();
                }
            }
        }
    }

    private String step() {
        return switch (random.nextInt(14)) {
            case 0 -> aFileIsUploaded();
            case 1 -> anExportBegins();
            case 2 -> anExportEnds();
            case 3, 4, 5 -> aFileIsUsed();
            case 6, 7 -> theJobIsStored();
            case 8, 9 -> anImportGoesOn();
            case 10 -> aRemovalDies();
            case 11, 12 -> timePasses(Duration.ofMinutes(30L * (1 + random.nextInt(12))));
            default -> sweep();
        };
    }

    private String aFileIsUploaded() {
        files.add(new File(made.upload(), Duration.ZERO));
        return "uploaded";
    }

    private String anExportBegins() {
        var spec = new JobSpec.ExportEntries("{}", ExportFormat.JSON);
        var job = jobs.insert(Scene.planned(Scene.anEnvironment(), spec, tomorrow));
        files.add(new File(made.export(job), null));
        return "export begun";
    }

    private String anExportEnds() {
        var being = files.stream().filter(file -> file.idle == null).toList();
        if (!being.isEmpty()) {
            end(any(being), random.nextInt(3) > 0);
        }
        return "export ended";
    }

    private void end(File file, boolean finished) {
        var export = file.stored.export();
        if (export == null || scene.stored(export).status().isTerminal()) {
            return;
        }
        if (finished) {
            file.stored.finish();
            file.idle = Duration.ZERO;
        }
        happens(export, new JobEvent.CancelRequested(Jobs.ALICE));
    }

    private String aFileIsUsed() {
        var whole = files.stream().filter(file -> file.idle != null).toList();
        if (!whole.isEmpty()) {
            var file = any(whole);
            if (file.stored.use() && file.stored.isKnown()) {
                file.idle = Duration.ZERO;
                file.promised = Duration.ZERO;
            }
        }
        return "used";
    }

    private String theJobIsStored() {
        var promised = files.stream().filter(file -> file.promised != null).toList();
        if (!promised.isEmpty()) {
            var file = any(promised);
            var spec =
                    new JobSpec.ImportEntries(
                            file.stored.key(), ImportConflictMode.UPSERT, false, null, null, null);
            file.imports.add(jobs.insert(Scene.planned(Scene.anEnvironment(), spec, tomorrow)));
            file.promised = null;
        }
        return "job stored";
    }

    private String anImportGoesOn() {
        var used = files.stream().filter(file -> !file.imports.isEmpty()).toList();
        if (used.isEmpty()) {
            return "nothing";
        }
        var job = any(any(used).imports);
        var status = scene.stored(job).status();
        switch (status) {
            case PENDING -> {
                switch (random.nextInt(4)) {
                    case 0 -> happens(job, new JobEvent.CancelRequested(Jobs.ALICE));
                    case 1 -> work(job, Counts.NONE);
                    case 2 -> work(job, ONE_FAILED);
                    default -> work(job, null);
                }
            }
            case FAILED, COMPLETED -> {
                var isRetried = random.nextBoolean() && needsItsFile(scene.stored(job));
                happens(
                        job,
                        isRetried
                                ? new JobEvent.RetryRequested(Jobs.ALICE, retry(status), tomorrow)
                                : new JobEvent.DeleteRequested(Jobs.ALICE));
            }
            default -> {}
        }
        return "import went on";
    }

    private static Retry retry(JobStatus status) {
        return status == JobStatus.FAILED ? Retry.FROM_CHECKPOINT : Retry.FAILED_ITEMS;
    }

    /// Works until the job is over.
    ///
    /// @param counts of each of its tasks; null: the first one fails
    private void work(Job job, @Nullable Counts counts) {
        while (!scene.stored(job).status().isTerminal()) {
            var now = scene.stored(job);
            var task = Scene.current(now);
            var events =
                    List.of(
                            new JobEvent.LocksGranted(),
                            new JobEvent.TaskReleased(task.id()),
                            new JobEvent.TaskClaimed(task.id(), task.attempt() + 1, Jobs.WORKER),
                            counts == null ? failed(task) : completed(task, counts));
            var applied =
                    events.stream()
                            .map(event -> JobMachine.step(now, event, tomorrow))
                            .filter(Step.Applied.class::isInstance)
                            .map(Step.Applied.class::cast)
                            .findFirst()
                            .orElseThrow();
            assertThat(jobs.apply(now, applied.job())).isTrue();
        }
        apply(job, new JobEvent.Settled());
    }

    private static JobEvent failed(Task task) {
        return new JobEvent.TaskFailed(
                task.id(),
                task.attempt(),
                new JobError("BROKEN", "Broken", task.id(), false),
                task.progress(),
                task.counts(),
                JobResult.NONE);
    }

    private static JobEvent completed(Task task, Counts counts) {
        return new JobEvent.TaskCompleted(
                task.id(), task.attempt(), task.progress(), counts, JobResult.NONE);
    }

    private void happens(Job job, JobEvent event) {
        apply(job, event);
        if (scene.stored(job).status().isTerminal() && !scene.stored(job).settled()) {
            apply(job, new JobEvent.Settled());
        }
    }

    private void apply(Job job, JobEvent event) {
        var now = scene.stored(job);
        if (!(JobMachine.step(now, event, tomorrow) instanceof Step.Applied(var next, _))) {
            throw new AssertionError(event + " does not fit " + now.status());
        }
        assertThat(jobs.apply(now, next)).isTrue();
    }

    private String aRemovalDies() {
        if (!files.isEmpty()) {
            var file = any(files);
            file.stored.startRemoving(!isNeeded(file) && random.nextBoolean());
        }
        return "removal died";
    }

    private String timePasses(Duration time) {
        for (var file : files) {
            file.stored.age(time);
            file.idle = file.idle == null ? null : file.idle.plus(time);
            var promised = file.promised == null ? null : file.promised.plus(time);
            file.promised =
                    promised == null || promised.compareTo(LONGEST_USE) > 0 ? null : promised;
        }
        return "passed " + time;
    }

    private String sweep() {
        scheduler.bean(UnusedUploads.class).remove();
        scheduler.bean(ExportFiles.class).remove();
        return "swept";
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private boolean mustStay(File file) {
        var idle = file.idle;
        var isYoung = idle != null && idle.compareTo(file.stored.keep()) < 0;
        return isYoung || isNeeded(file);
    }

    private boolean isNeeded(File file) {
        var export = file.stored.export();
        var isWritten =
                file.idle == null && export != null && !scene.stored(export).status().isTerminal();
        return isWritten
                || file.promised != null
                || file.imports.stream().map(scene::stored).anyMatch(FileHistory::needsItsFile);
    }

    /// It works, or can be told to.
    private static boolean needsItsFile(Job job) {
        return switch (job.status()) {
            case DELETED -> false;
            case COMPLETED -> job.tasks().getFirst().counts().failed() > 0;
            default -> true;
        };
    }

    /// Nobody needs anything any more, and time passes.
    void end() {
        for (var file : files) {
            end(file, false);
            for (var job : file.imports) {
                if (!scene.stored(job).status().isTerminal()) {
                    happens(job, new JobEvent.CancelRequested(Jobs.ALICE));
                }
                if (scene.stored(job).status() != JobStatus.DELETED) {
                    happens(job, new JobEvent.DeleteRequested(Jobs.ALICE));
                }
            }
        }
        for (var pass = 0; pass < 3; pass++) {
            timePasses(Duration.ofDays(2));
            // one look takes a batch
            files.forEach(_ -> sweep());
        }

        assertThat(files)
                .extracting(file -> file.stored)
                .noneMatch(AgingFile::isThere)
                .noneMatch(AgingFile::isKnown);
    }
}
