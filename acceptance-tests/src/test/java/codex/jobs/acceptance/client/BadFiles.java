package codex.jobs.acceptance.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Import files that people and attackers send, each with the code that says what is wrong with it.
public final class BadFiles {

    /// A file that is bad in one way.
    ///
    /// @param code as docs/jobs.md names it
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record BadFile(String name, byte[] content, String code) {}

    private static final String ARTICLE = "\"siteId\":\"site123\",\"modelAlias\":\"article\"";

    private static final String GOOD = article("good", "\"title\":\"Good\"");

    private BadFiles() {}

    /// Files that cannot be read at all, or not to their end: the job fails and says why.
    public static List<BadFile> unreadable() {
        return List.of(
                file("blank", utf8(" "), "FILE_EMPTY"),
                file("no-json", utf8("id;title\n1;Hello"), "INVALID_FILE"),
                file(
                        "half-a-mark",
                        ("\u00ef[" + GOOD + "]").getBytes(StandardCharsets.ISO_8859_1),
                        "INVALID_FILE"),
                file(
                        "utf-16",
                        ("[" + GOOD + "]").getBytes(StandardCharsets.UTF_16),
                        "UNSUPPORTED_ENCODING"),
                file(
                        "utf-32-without-mark",
                        ("[" + GOOD + "]").getBytes(Charset.forName("UTF-32BE")),
                        "UNSUPPORTED_ENCODING"),
                file("truncated", utf8("[" + GOOD + ",{\"id\":\"half"), "TRUNCATED_JSON"),
                file("open", utf8("[" + GOOD), "TRUNCATED_JSON"),
                file("without-comma", utf8("[" + GOOD + GOOD + "]"), "MALFORMED_JSON"),
                file("trailing", utf8("[" + GOOD + "] and more"), "MALFORMED_JSON"),
                file("nothing-good", utf8("[42, true]"), "ALL_ITEMS_FAILED"),
                file(
                        "zip-without-manifest",
                        zip(Map.of("readme.txt", utf8("hello"))),
                        "MANIFEST_MISSING"),
                file(
                        "zip-with-two-manifests",
                        zip(Map.of("a.json", utf8("[]"), "b.json", utf8("[]"))),
                        "SEVERAL_MANIFESTS"),
                file(
                        "zip-slip",
                        zip(Map.of("../evil.json", utf8("[" + GOOD + "]"))),
                        "ARCHIVE_UNSAFE"),
                file(
                        "nested-zip",
                        zip(
                                Map.of(
                                        "a.json",
                                        utf8("[]"),
                                        "inner.zip",
                                        zip(Map.of("b.json", utf8("[]"))))),
                        "ARCHIVE_NESTED"),
                file(
                        "zip-bomb",
                        zip(Map.of("a.json", utf8(" ".repeat(60 << 20)))),
                        "ARCHIVE_TOO_LARGE"),
                file("zip-with-too-many-members", zip(members(10_001)), "ARCHIVE_TOO_LARGE"),
                file("zip-cut-off", cutOff(goodZip()), "ARCHIVE_BROKEN"),
                file("zip-encrypted", inDirectory(goodZip(), 8, 1), "ARCHIVE_ENCRYPTED"),
                file("zip-packed-by-another", inDirectory(goodZip(), 10, 12), "ARCHIVE_METHOD"));
    }

    /// Files with one good item after one that is refused: the job ends with errors, the good one
    /// is there.
    public static List<BadFile> withOneBadItem() {
        return List.of(
                before(
                        "duplicate-key",
                        "{\"id\":\"x\",\"id\":\"y\",\"system\":{" + ARTICLE + "}}",
                        "DUPLICATE_KEY"),
                before("dollar", "{\"id\":\"x\",\"$where\":\"1\"}", "INVALID_KEY"),
                before("malformed", "{\"id\":bad}", "MALFORMED_ITEM"),
                before("not-an-object", "42", "ITEM_NOT_AN_OBJECT"),
                before("half-a-character", article("bad", "\"title\":\"\\ud83d\""), "INVALID_TEXT"),
                before(
                        "deep",
                        article("bad", "\"body\":" + "[".repeat(200) + "]".repeat(200)),
                        "NESTED_TOO_DEEPLY"),
                file(
                        "latin-1",
                        ("[" + article("bad", "\"title\":\"Caf\u00e9\"") + "," + GOOD + "]")
                                .getBytes(StandardCharsets.ISO_8859_1),
                        "INVALID_ENCODING"),
                before(
                        "unknown-site",
                        item("bad", "\"siteId\":\"nowhere\",\"modelAlias\":\"article\"", ""),
                        "SITE_NOT_FOUND"),
                before(
                        "unknown-model",
                        item("bad", "\"siteId\":\"site123\",\"modelAlias\":\"nothing\"", ""),
                        "MODEL_NOT_FOUND"),
                before("unknown-field", article("bad", "\"no_such_field\":1"), "UNKNOWN_FIELD"),
                before(
                        "unknown-section",
                        article("bad", "\"sections\":[{\"id\":\"nowhere\",\"isMain\":true}]"),
                        "SECTION_NOT_FOUND"),
                before("wrong-type", article("bad", "\"title\":7"), "INVALID_TYPE"),
                before(
                        "unknown-status",
                        item("bad", ARTICLE + ",\"status\":8", ""),
                        "INVALID_STATUS"),
                before(
                        "no-time",
                        item("bad", ARTICLE + ",\"createdAt\":\"yesterday\"", ""),
                        "INVALID_DATE"));
    }

    /// Files with two items that are both imported, and something to say about one of them.
    public static List<BadFile> tolerable() {
        return List.of(
                file(
                        "duplicate-id",
                        utf8(
                                "["
                                        + article("twice", "\"title\":\"First\"")
                                        + ","
                                        + article("twice", "\"title\":\"Last\"")
                                        + "]"),
                        "DUPLICATE_ID"),
                before(
                        "unknown-reference",
                        article("astray", "\"related\":{\"id\":\"nobody\"}"),
                        "REFERENCE_NOT_FOUND"),
                before(
                        "unknown-key",
                        "{\"id\":\"keyed\",\"colour\":1,\"system\":{" + ARTICLE + "}}",
                        "UNKNOWN_KEY"));
    }

    /// Nothing is wrong with it: some editors begin every file with a byte order mark.
    public static byte[] withByteOrderMark() {
        return utf8("\ufeff[" + GOOD + "]");
    }

    /// A good item after one with a text of a hundred megabytes.
    public static Path withAnEndlessText(Path folder) {
        var path = folder.resolve("endless-text");
        try (var out = Files.newBufferedWriter(path)) {
            var million = "x".repeat(1 << 20);
            out.write("[{\"id\":\"endless\",\"system\":{" + ARTICLE + "},\"content\":{\"body\":\"");
            for (var i = 0; i < 100; i++) {
                out.write(million);
            }
            out.write("\"}}," + GOOD + "]");
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BadFile before(String name, String badItem, String code) {
        return file(name, utf8("[" + badItem + "," + GOOD + "]"), code);
    }

    private static BadFile file(String name, byte[] content, String code) {
        return new BadFile(name, content, code);
    }

    private static String article(String id, String content) {
        return item(id, ARTICLE, content);
    }

    private static String item(String id, String system, String content) {
        return "{\"id\":\"" + id + "\",\"system\":{" + system + "},\"content\":{" + content + "}}";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] goodZip() {
        return zip(Map.of("a.json", utf8("[" + GOOD + "]")));
    }

    private static Map<String, byte[]> members(int count) {
        var members = new LinkedHashMap<String, byte[]>();
        members.put("a.json", utf8("[" + GOOD + "]"));
        while (members.size() < count) {
            members.put("files/" + members.size(), new byte[0]);
        }
        return members;
    }

    private static byte[] cutOff(byte[] zip) {
        return Arrays.copyOf(zip, zip.length - 10);
    }

    /// Changes one number in the directory entry of the only member.
    private static byte[] inDirectory(byte[] zip, int offset, int value) {
        var bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        var directory = bytes.getInt(zip.length - 6);
        bytes.putShort(directory + offset, (short) value);
        return zip;
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
