package codex.jobs.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The figures of all rows as a Markdown table, below a list that says which were measured when and
/// on what machine. Rows that were not measured this time keep the lines of the table that was
/// there before. Immutable.
final class Table {

    private static final String HEAD =
            """
            | row | figure | measured | target | |
            |---|---|---|---|---|
            """;

    private static final Pattern RUN = Pattern.compile("- (`.+?`): (.+)");
    private static final Pattern NAME = Pattern.compile("`(.+?)`");

    private final Map<String, List<String>> lines;
    private final Map<String, String> runs;

    private Table(Map<String, List<String>> lines, Map<String, String> runs) {
        this.lines = lines;
        this.runs = runs;
    }

    static Table empty() {
        return new Table(Map.of(), Map.of());
    }

    /// The table in a text that holds one; what is no line of it is passed over.
    static Table parse(String text) {
        var lines = new LinkedHashMap<String, List<String>>();
        text.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| row |"))
                .forEach(
                        line -> lines.computeIfAbsent(row(line), _ -> new ArrayList<>()).add(line));
        var runs = new LinkedHashMap<String, String>();
        text.lines()
                .map(RUN::matcher)
                .filter(Matcher::matches)
                .forEach(run ->
                        NAME.matcher(run.group(1))
                                .results()
                                .forEach(name -> runs.put(name.group(1), run.group(2))));
        return new Table(lines, runs);
    }

    private static String row(String line) {
        return line.substring(2, line.indexOf(" |", 2));
    }

    /// This table with new figures for one row.
    ///
    /// @param run when and on what machine they were measured
    Table with(String row, List<Figure> figures, String run) {
        var nextLines = new LinkedHashMap<>(lines);
        nextLines.put(row, figures.stream().map(figure -> line(row, figure)).toList());
        var nextRuns = new LinkedHashMap<>(runs);
        nextRuns.put(row, run);
        return new Table(nextLines, nextRuns);
    }

    private static String line(String row, Figure figure) {
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        row, figure.what(), figure.measured(), figure.target(), figure.verdict());
    }

    /// Rows in this order; those that it does not name are left out.
    String markdown(List<String> order) {
        return runs(order) + rows(order);
    }

    private String runs(List<String> order) {
        var names = new TreeMap<String, List<String>>();
        order.stream()
                .filter(row -> lines.containsKey(row) && runs.containsKey(row))
                .forEach(row ->
                        names.computeIfAbsent(runs.get(row), _ -> new ArrayList<>())
                                .add("`" + row + "`"));
        return names.entrySet().stream()
                .map(run -> "- " + String.join(", ", run.getValue()) + ": " + run.getKey() + "\n")
                .collect(Collectors.joining("", "", "\n"));
    }

    private String rows(List<String> order) {
        return order.stream()
                .flatMap(row -> lines.getOrDefault(row, List.of()).stream())
                .map(line -> line + "\n")
                .collect(Collectors.joining("", HEAD, ""));
    }
}
