package codex.jobs.benchmarks;

import java.util.List;
import java.util.Map;

/// How long the platform takes to start with an empty data directory, recording its classes and
/// then using them, and what it holds in memory then. Memory that processes share is counted once
/// for each.
final class PlatformStart implements Row {

    private static final double TWO_AND_A_HALF_GIBIBYTES = 2.5 * 1024;

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        laboratory.forgetStarts();
        var first = laboratory.freshPlatform(Map.of()).startedIn();
        var platform = laboratory.freshPlatform(Map.of());
        var pids = platform.pids();
        var resident = pids.stream().mapToLong(Memory::resident).sum();
        return List.of(
                Figure.atMost("until ready", Amount.seconds(platform.startedIn()), 30),
                Figure.of("until ready, while it records its classes", Amount.seconds(first)),
                Figure.atMost(
                        "resident memory of %s processes".formatted(pids.size()),
                        Amount.mebibytes(resident),
                        TWO_AND_A_HALF_GIBIBYTES));
    }
}
