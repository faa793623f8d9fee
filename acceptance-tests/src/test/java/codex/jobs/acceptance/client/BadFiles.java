package codex.jobs.acceptance.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Import files that people and attackers send.
public final class BadFiles {

    private static final String GOOD =
            """
            {"id":"good","system":{"siteId":"site123","modelAlias":"article","status":3},"content":{"title":"Good"}}
            """
                    .strip();

    private BadFiles() {}

    /// Files that cannot be read at all, or not to their end: the job fails and says why.
    public static Map<String, byte[]> unreadable() {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("blank", utf8(" "));
        files.put("truncated", utf8("[" + GOOD + ",{\"id\":\"half"));
        files.put("no-json", utf8("id;title\n1;Hello"));
        files.put("utf-16", ("[" + GOOD + "]").getBytes(StandardCharsets.UTF_16));
        files.put("latin-1", latin1());
        files.put(
                "deep",
                utf8("[{\"id\":\"deep\",\"content\":" + "[".repeat(200) + "]".repeat(200) + "}]"));
        files.put("zip-without-manifest", zip(Map.of("readme.txt", utf8("hello"))));
        files.put(
                "zip-with-two-manifests", zip(Map.of("a.json", utf8("[]"), "b.json", utf8("[]"))));
        files.put("zip-slip", zip(Map.of("../evil.json", utf8("[" + GOOD + "]"))));
        files.put(
                "nested-zip",
                zip(Map.of("a.json", utf8("[]"), "inner.zip", zip(Map.of("b.json", utf8("[]"))))));
        files.put("zip-bomb", zip(Map.of("a.json", utf8(" ".repeat(60 << 20)))));
        return files;
    }

    /// Files with one good item and one that is refused: the job ends with errors, the good one is
    /// there.
    public static Map<String, String> withOneBadItem() {
        var items = new LinkedHashMap<String, String>();
        items.put(
                "duplicate-key",
                "{\"id\":\"x\",\"id\":\"y\",\"system\":{\"siteId\":\"site123\",\"modelAlias\":\"article\"}}");
        items.put("unknown-site", item("\"siteId\":\"nowhere\",\"modelAlias\":\"article\"", ""));
        items.put("unknown-model", item("\"siteId\":\"site123\",\"modelAlias\":\"nothing\"", ""));
        items.put("unknown-field", item(ARTICLE, "\"no_such_field\":1"));
        items.put(
                "unknown-section",
                item(ARTICLE, "\"sections\":[{\"id\":\"nowhere\",\"isMain\":true}]"));
        items.put("wrong-type", item(ARTICLE, "\"title\":7"));
        items.put("not-an-object", "42");
        return items;
    }

    private static final String ARTICLE = "\"siteId\":\"site123\",\"modelAlias\":\"article\"";

    /// The good item, after another one.
    public static byte[] afterward(String item) {
        return utf8("[" + item + "," + GOOD + "]");
    }

    private static String item(String system, String content) {
        return "{\"id\":\"bad\",\"system\":{" + system + "},\"content\":{" + content + "}}";
    }

    private static byte[] latin1() {
        return ("[{\"id\":\"caf\u00e9\",\"system\":{"
                        + ARTICLE
                        + "},\"content\":{\"title\":\"Caf\u00e9\"}}]")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> members) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Puts a file where it can be uploaded from.
    public static Path in(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
