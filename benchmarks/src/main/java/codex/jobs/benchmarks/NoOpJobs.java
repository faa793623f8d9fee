package codex.jobs.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How many jobs a second go from a request to their end when they have next to nothing to do: dry
/// runs of an import of a file with one entry, four tasks each, by many organizations. Everything
/// runs on this machine, and so does the client.
final class NoOpJobs implements Row {

    private static final int ORGANIZATIONS = 256;
    private static final int TASKS = 4;
    private static final int ROUNDS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration CREATING = Duration.ofSeconds(10);

    @Override
    public List<Figure> measure(Laboratory laboratory) throws Exception {
        var platform = laboratory.platform();
        try (var client = new Client(platform)) {
            var tenants = Tenant.createAll(platform.stores(), "noop", ORGANIZATIONS);
            return figures(laboratory, new Flood(platform, platform.processes(), client, tenants));
        }
    }

    static List<Figure> figures(Laboratory laboratory, Flood flood) throws Exception {
        laboratory.say("warming up");
        flood.run(WARM_UP);
        var rounds = new ArrayList<Flood.Result>();
        for (var round = 1; round <= ROUNDS; round++) {
            var result = flood.run(CREATING);
            laboratory.say(
                    "%s jobs, %s, CPU ms per job: %s"
                            .formatted(
                                    result.jobs(),
                                    Amount.of(result.jobsPerSecond(), "/s"),
                                    result.cpu().partsEach(result.jobs())));
            rounds.add(result);
        }
        var last = rounds.getLast();
        var rate = median(rounds, Flood.Result::jobsPerSecond);
        return List.of(
                Figure.atLeast("jobs", Amount.of(rate, "/s"), 1_500),
                Figure.of("tasks", Amount.of(rate * TASKS, "/s")),
                Figure.atMost(
                        "MongoDB calls per job",
                        Amount.ratio(median(rounds, Flood.Result::mongoCallsPerJob)),
                        5),
                Figure.atMost(
                        "Kafka records per job, without log lines",
                        Amount.ratio(median(rounds, Flood.Result::recordsPerJob)),
                        4),
                Figure.of(
                        "processor time per job, all processes",
                        Amount.milliseconds(median(rounds, Flood.Result::cpuMillisPerJob))),
                Figure.of("its parts, ms", last.cpu().partsEach(last.jobs())),
                Figure.of(
                        "log lines per job",
                        Amount.ratio(median(rounds, Flood.Result::linesPerJob))));
    }

    private static double median(
            List<Flood.Result> rounds, ToDoubleFunction<Flood.Result> property) {
        return Samples.of(rounds.stream().mapToDouble(property).toArray()).median();
    }
}
