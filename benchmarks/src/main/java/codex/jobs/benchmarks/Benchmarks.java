package codex.jobs.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `codex-jobs benchmark`: measures the rows that are named, or all but the longest, prints the
/// table and writes it into `docs/benchmarks.md`. Rows that were not measured keep their lines.
@SuppressWarnings("SystemOut")
public final class Benchmarks {

    /// Rows that run only when they are named.
    private static final List<String> LONG = List.of("million");

    private final Map<String, Row> rows = rows();
    private final Laboratory laboratory;
    private Table table;
    private int failures;

    private Benchmarks(Laboratory laboratory, Table table) {
        this.laboratory = laboratory;
        this.table = table;
    }

    /// In the order in which they run: those that share a platform stand together, and the no-op
    /// jobs warm it up for the others.
    private static Map<String, Row> rows() {
        var rows = new LinkedHashMap<String, Row>();
        rows.put("start", new PlatformStart());
        rows.put("no-op", new NoOpJobs());
        rows.put("latency", new FirstTask());
        rows.put("fairness", new FairStart());
        rows.put("cancel", new CancelLatency());
        rows.put("import", new ImportThroughput());
        rows.put("export", new ExportThroughput());
        rows.put("jobs", ManyEntries.some());
        rows.put("overhead", new PlatformOverhead());
        rows.put("schedules", new Lateness());
        rows.put("store", new EmbeddedStore());
        rows.put("million", ManyEntries.million());
        return rows;
    }

    /// Exits with 1 if a row could not be measured, with 2 if there is none of that name.
    public static void main(String[] names) throws IOException {
        var known = rows().keySet();
        if (!known.containsAll(List.of(names))) {
            System.err.println("There are the rows " + String.join(", ", known) + ".");
            System.exit(2);
        }
        var home = Path.of(System.getProperty("codex.jobs.home", "")).toAbsolutePath();
        var report = new Report(home.resolve("docs/benchmarks.md"));
        var laboratory = new Laboratory(home);
        Runtime.getRuntime().addShutdownHook(new Thread(laboratory::close, "clean-up"));
        var benchmarks = new Benchmarks(laboratory, report.table());
        benchmarks.measure(
                known.stream()
                        .filter(row ->
                                names.length == 0
                                        ? !LONG.contains(row)
                                        : List.of(names).contains(row))
                        .toList());
        var order = List.copyOf(known);
        report.write(benchmarks.table, order);
        System.out.println(benchmarks.table.markdown(order));
        System.exit(benchmarks.failures > 0 ? 1 : 0);
    }

    private void measure(List<String> names) {
        var run = LocalDate.now(ZoneOffset.UTC) + ", " + Machine.describe();
        for (var name : names) {
            laboratory.say(name);
            try {
                var row = Objects.requireNonNull(rows.get(name));
                table = table.with(name, row.measure(laboratory), run);
            } catch (PartlyMeasured e) {
                table = table.with(name, e.figures(), run);
                failed(name + " was not measured to its end", e);
            } catch (Exception e) {
                failed(name + " was not measured", e);
            }
        }
    }

    /// The others are still worth knowing; the next one gets a platform of its own.
    private void failed(String what, Exception e) {
        failures++;
        laboratory.say(what);
        e.printStackTrace();
        laboratory.stopPlatform();
    }
}
