package codex.jobs.acceptance.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Archives with a manifest of assets and the files that it names.
public final class AssetArchives {

    private AssetArchives() {}

    /// Assets whose ids are `prefix-0`, `prefix-1`, …. Several have the same bytes, and some name a
    /// file that is not there.
    ///
    /// @param contents how many different files there are
    /// @param everyNth which ones lack their file
    public static Path zip(Path folder, String prefix, int count, int contents, int everyNth) {
        var path = folder.resolve(prefix + ".zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
            var manifest = new StringBuilder();
            for (var i = 0; i < count; i++) {
                var file = "files/" + i + ".txt";
                manifest.append("{\"id\":\"" + prefix + "-" + i + "\",\"title\":\"Text " + i);
                manifest.append("\",\"fileUrl\":\"" + file + "\"}\n");
                if (i % everyNth != everyNth - 1) {
                    add(zip, file, text(i % contents));
                }
            }
            add(zip, "assets.ndjson", manifest.toString());
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file of the asset with that number, if it is less than the number of contents.
    public static String text(int number) {
        return "What is to be said about number " + number + ".\n";
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
