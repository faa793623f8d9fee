package codex.jobs.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One import of many entries, about a kibibyte each, on a platform that has done nothing before,
/// and then every job that goes over all of them: memory must not grow with their number. The
/// worker runs with the heap that the platform gives it.
final class ManyEntries implements Row {

    private static final int MILLION = 1_000_000;
    private static final int SOME = 50_000;
    private static final Duration PATIENCE = Duration.ofHours(2);

    /// In this order: each works on what the one before has left.
    private static final List<Phase> PHASES =
            List.of(
                    new ExportPhase(),
                    new EnvironmentPhase(),
                    new SyncPhase(),
                    new CloneSitePhase(),
                    new DeletePhase());

    private final int entries;

    private ManyEntries(int entries) {
        this.entries = entries;
    }

    static ManyEntries million() {
        return new ManyEntries(MILLION);
    }

    static ManyEntries some() {
        return new ManyEntries(SOME);
    }

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.freshPlatform(Map.of());
        var worker = platform.pid("worker");
        laboratory.say("uploading %s entries, then importing them".formatted(entries));
        var heap = new HeapWatch(platform.url("worker"));
        var run = ImportRun.of(platform, "many", entries, PATIENCE, heap::look);
        laboratory.say(run.job().tasks());
        var figures =
                new ArrayList<>(
                        List.of(
                                Figure.of("upload", Amount.seconds(run.uploaded())),
                                Figure.of("import: whole job", Amount.seconds(run.whole())),
                                Figure.of(
                                        "import: entries", Amount.rate(entries, run.whole(), "/s")),
                                Figure.of(
                                        "import: PROCESS_ENTRIES",
                                        Amount.seconds(run.processing())),
                                heap.figure("import: ")));
        var tenant = new FilledTenant(laboratory, platform, run.tenant(), entries);
        for (var phase : PHASES) {
            try {
                figures.addAll(phase.measure(tenant));
            } catch (IOException | RuntimeException e) {
                throw new PartlyMeasured(figures, e);
            }
        }
        var peak = Memory.peakResident(worker);
        if (peak == 0) {
            throw new IllegalStateException("The worker did not survive");
        }
        figures.add(Figure.of("worker's most memory, resident", Amount.mebibytes(peak)));
        figures.add(
                Figure.of(
                        "resident memory of all processes afterwards",
                        Amount.mebibytes(
                                platform.pids().stream().mapToLong(Memory::resident).sum())));
        laboratory.stopPlatform();
        return figures;
    }
}
