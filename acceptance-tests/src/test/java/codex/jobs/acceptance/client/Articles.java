package codex.jobs.acceptance.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Import files with articles for the demo site.
public final class Articles {

    private Articles() {}

    /// A JSON array of `count` valid articles whose ids are `prefix-0`, `prefix-1`, ….
    public static Path array(Path folder, String prefix, int count) {
        return large(folder, prefix, count, 0);
    }

    /// The same, each with a text of `length` characters more.
    public static Path large(Path folder, String prefix, int count, int length) {
        return file(
                folder.resolve(prefix + ".json"),
                prefix,
                count,
                Integer.MAX_VALUE,
                "x".repeat(length));
    }

    /// The same, but every `everyNth` article has a field that its model does not know.
    public static Path arrayWithErrors(Path folder, String prefix, int count, int everyNth) {
        return file(folder.resolve(prefix + ".json"), prefix, count, everyNth, "");
    }

    private static Path file(Path file, String prefix, int count, int everyNth, String text) {
        try (var out = Files.newBufferedWriter(file)) {
            out.write('[');
            for (var i = 0; i < count; i++) {
                out.write(i == 0 ? "\n" : ",\n");
                article(out, prefix, i, text, i % everyNth == everyNth - 1);
            }
            out.write("\n]");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void article(Writer out, String prefix, int i, String text, boolean broken)
            throws IOException {
        out.write("{\"id\":\"" + prefix + "-" + i + "\",");
        out.write("\"system\":{\"siteId\":\"site123\",\"modelAlias\":\"article\",\"status\":1},");
        out.write("\"content\":{\"title\":\"Article " + i + " of " + prefix + "\",");
        out.write(
                "\"slug\":\"" + prefix + "-" + i + "\",\"body\":\"<p>Text " + i + text + "</p>\",");
        out.write("\"category\":\"news\"" + (broken ? ",\"no_such_field\":1" : "") + "}}");
    }
}
