package codex.jobs.benchmarks;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How long each process has been on a processor, by its name. Unlike rates it hardly depends on
/// what else the machine does.
record CpuTime(Map<String, Duration> byProcess) {

    private static final String CLIENT = "client";

    /// Of these processes, and of this one as `client`.
    static CpuTime of(Map<String, Long> pids) {
        var times = new TreeMap<String, Duration>();
        pids.forEach((name, pid) -> times.put(name, of(ProcessHandle.of(pid).orElseThrow())));
        times.put(CLIENT, of(ProcessHandle.current()));
        return new CpuTime(times);
    }

    private static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    CpuTime since(CpuTime before) {
        var spent = new TreeMap<>(byProcess);
        before.byProcess.forEach((name, time) -> spent.merge(name, time, Duration::minus));
        return new CpuTime(spent);
    }

    /// For each of `count`, in milliseconds.
    double millisEach(int count) {
        return byProcess.values().stream().mapToLong(Duration::toMillis).sum() / (double) count;
    }

    /// The parts of [#millisEach], the largest first.
    String partsEach(int count) {
        return byProcess.entrySet().stream()
                .sorted(Map.Entry.<String, Duration>comparingByValue(Comparator.reverseOrder()))
                .map(time ->
                        String.format(
                                Locale.ROOT,
                                "%s %.2f",
                                time.getKey(),
                                time.getValue().toMillis() / (double) count))
                .collect(Collectors.joining(", "));
    }
}
