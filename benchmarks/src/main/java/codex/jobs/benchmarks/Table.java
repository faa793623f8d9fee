package codex.jobs.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The figures of all rows as a Markdown table. Rows that were not measured this time keep the
/// lines of the table that was there before. Immutable.
final class Table {

    private static final String HEAD =
            """
            | row | figure | measured | target | |
            |---|---|---|---|---|
            """;

    private final Map<String, List<String>> lines;

    private Table(Map<String, List<String>> lines) {
        this.lines = lines;
    }

    static Table empty() {
        return new Table(Map.of());
    }

    /// The table in a text that holds one; what is no line of it is passed over.
    static Table parse(String text) {
        var lines = new LinkedHashMap<String, List<String>>();
        text.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| row |"))
                .forEach(
                        line -> lines.computeIfAbsent(row(line), _ -> new ArrayList<>()).add(line));
        return new Table(lines);
    }

    private static String row(String line) {
        return line.substring(2, line.indexOf(" |", 2));
    }

    /// This table with new figures for one row.
    Table with(String row, List<Figure> figures) {
        var next = new LinkedHashMap<>(lines);
        next.put(row, figures.stream().map(figure -> line(row, figure)).toList());
        return new Table(next);
    }

    private static String line(String row, Figure figure) {
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        row, figure.what(), figure.measured(), figure.target(), figure.verdict());
    }

    /// Rows in this order; those that it does not name are left out.
    String markdown(List<String> order) {
        return order.stream()
                .flatMap(row -> lines.getOrDefault(row, List.of()).stream())
                .map(line -> line + "\n")
                .collect(Collectors.joining("", HEAD, ""));
    }
}
