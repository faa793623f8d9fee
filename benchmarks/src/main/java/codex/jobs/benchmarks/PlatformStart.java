package codex.jobs.benchmarks;

import java.util.List;

/// How long the platform takes to start from nothing, and what it holds in memory then. Memory that
/// processes share is counted once for each.
final class PlatformStart implements Row {

    private static final double TWO_AND_A_HALF_GIBIBYTES = 2.5 * 1024;

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.platform();
        var pids = platform.pids();
        var resident = pids.stream().mapToLong(Memory::resident).sum();
        return List.of(
                Figure.atMost("until ready", Amount.seconds(platform.startedIn()), 30),
                Figure.atMost(
                        "resident memory of %s processes".formatted(pids.size()),
                        Amount.mebibytes(resident),
                        TWO_AND_A_HALF_GIBIBYTES));
    }
}
