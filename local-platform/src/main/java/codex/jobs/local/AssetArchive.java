package codex.jobs.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The archive that the published example imports: a manifest, and the two files that it names.
final class AssetArchive {

    private static final String MANIFEST =
            """
            [
              {
                "id": "harbour-mark",
                "title": "Harbour News mark",
                "alt": "A blue circle above a wave",
                "tags": ["brand"],
                "fileUrl": "files/mark.svg",
                "attrs": {"usage": "header"}
              },
              {
                "id": "house-style",
                "title": "House style",
                "caption": "How we write",
                "author": "Ana Verdi",
                "fileUrl": "files/house-style.txt"
              }
            ]
            """;

    private static final String MARK =
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
              <circle cx="32" cy="26" r="18" fill="#1f6feb"/>
              <path d="M4 52q14-12 28 0t28 0" fill="none" stroke="#0b3d91" stroke-width="5"/>
            </svg>
            """;

    private static final String HOUSE_STYLE =
            """
            Short sentences. Names before titles. Numbers with their unit.
            Say what happened before you say what it means.
            """;

    private AssetArchive() {}

    static byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            add(zip, "assets.json", MANIFEST);
            add(zip, "files/mark.svg", MARK);
            add(zip, "files/house-style.txt", HOUSE_STYLE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
