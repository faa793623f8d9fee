package codex.jobs.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The part of `docs/benchmarks.md` that is written by the benchmarks, between two marks.
/// Everything around it is written by people.
final class Report {

    private static final String BEGIN = "<!-- figures -->\n";
    private static final String END = "<!-- end of figures -->\n";

    private final Path file;

    Report(Path file) {
        this.file = file;
    }

    /// The table that was written last.
    Table table() throws IOException {
        return Table.parse(figures(Files.readString(file)));
    }

    void write(Table table, List<String> order) throws IOException {
        var text = Files.readString(file);
        var figures = figures(text);
        var next = "\n" + table.markdown(order) + "\n";
        Files.writeString(
                file,
                text.replace(BEGIN + figures + END, BEGIN + next + END),
                StandardCharsets.UTF_8);
    }

    private String figures(String text) {
        var begin = text.indexOf(BEGIN);
        var end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(file + " has no place for figures");
        }
        return text.substring(begin + BEGIN.length(), end);
    }
}
