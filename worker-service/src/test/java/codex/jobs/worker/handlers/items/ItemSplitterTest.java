package codex.jobs.worker.handlers.items;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ItemSplitterTest {

    private static final int LONGEST = 4_096;

    /// How items are put into a file.
    enum Form {
        ARRAY("[", ",", "]"),
        PRETTY_ARRAY(" \r\n[\n  ", "\n  ,\t", "\n]\n"),
        LINES("", "\n", "\n"),
        LINES_WITHOUT_END("", "\r\n\n", ""),
        OBJECTS("\n", "\n", " ");

        private final String start;
        private final String between;
        private final String end;

        Form(String start, String between, String end) {
            this.start = start;
            this.between = between;
            this.end = end;
        }

        byte[] file(List<String> items) {
            return (start + String.join(between, items) + end).getBytes(UTF_8);
        }
    }

    /// The bytes in reads of `size`, so that the splitter's buffer ends everywhere.
    private static InputStream inReadsOf(int size, byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(size, length));
            }
        };
    }

    /// The items as texts, `…` for one that is too long, and at last what went wrong.
    private static List<String> items(InputStream file) {
        return items(new ItemSplitter(file, 0, FileLayout.UNKNOWN, LONGEST));
    }

    private static List<String> items(ItemSplitter splitter) {
        var items = new ArrayList<String>();
        try {
            for (var item = splitter.next(); item != null; item = splitter.next()) {
                var json = item.json();
                items.add(json == null ? "…" : new String(json, UTF_8).strip());
            }
            assertThat(splitter.next()).as("the end stays the end").isNull();
        } catch (UnreadableFile e) {
            items.add(e.code());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return items;
    }

    private static List<String> items(String file) {
        return items(new ByteArrayInputStream(file.getBytes(UTF_8)));
    }

    /// Items that make cutting hard: brackets, quotes, escapes and other scripts in texts.
    private static String item(Random random, boolean isPretty) {
        var pieces =
                List.of(
                        "\\\"",
                        "\\\\",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\\n",
                        "\\u00e9",
                        "ë",
                        "世",
                        "😀",
                        "x",
                        " ",
                        "\\\\\\\"",
                        "/");
        var text = new StringBuilder();
        for (var i = random.nextInt(8); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        var space = isPretty ? "\n " : random.nextBoolean() ? " " : "";
        var value =
                switch (random.nextInt(5)) {
                    case 0 -> "{" + space + "\"" + text + "\":[[],{}]" + space + "}";
                    case 1 -> "[" + space + "1,\"" + text + "\"" + space + "]";
                    case 2 -> "null";
                    case 3 -> "-1.5e3";
                    default -> "\"" + text + "\"";
                };
        return "{" + space + "\"k" + text + "\":" + space + value + "}";
    }

    private static List<String> items(Random random, boolean isPretty) {
        var items = new ArrayList<String>();
        for (var i = random.nextInt(6); i >= 0; i--) {
            items.add(item(random, isPretty));
        }
        return items;
    }

    @ParameterizedTest
    @EnumSource
    void itemsComeOutAsTheyWentIn(Form form) {
        for (var seed = 0; seed < 200; seed++) {
            var items = items(new Random(seed), form == Form.PRETTY_ARRAY || form == Form.OBJECTS);
            var file = form.file(items);

            for (var size : new int[] {1, 2, 3, 7, 1 << 20}) {
                assertThat(items(inReadsOf(size, file)))
                        .as("seed %s in reads of %s: %s", seed, size, new String(file, UTF_8))
                        .isEqualTo(items);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBufferMayEndAtAnyByte(Form form) {
        var items = items(new Random(5), form == Form.PRETTY_ARRAY || form == Form.OBJECTS);
        var file = form.file(items);
        for (var border = 1; border < file.length; border++) {
            var halves =
                    List.of(
                            new ByteArrayInputStream(file, 0, border),
                            new ByteArrayInputStream(file, border, file.length - border));

            assertThat(items(new SequenceInputStream(Collections.enumeration(halves))))
                    .as("border %s", border)
                    .isEqualTo(items);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readingGoesOnBehindAnyItem(Form form) throws Exception {
        for (var seed = 0; seed < 50; seed++) {
            var items = items(new Random(seed), form == Form.PRETTY_ARRAY || form == Form.OBJECTS);
            var file = form.file(items);
            var splitter =
                    new ItemSplitter(
                            new ByteArrayInputStream(file), 0, FileLayout.UNKNOWN, LONGEST);
            for (var done = 1; done <= items.size(); done++) {
                var item = splitter.next();
                assertThat(item).isNotNull();
                var at = (int) splitter.offset();
                var rest = new ByteArrayInputStream(file, at, file.length - at);

                assertThat(items(new ItemSplitter(rest, at, splitter.layout(), LONGEST)))
                        .as("seed %s behind item %s", seed, done)
                        .isEqualTo(items.subList(done, items.size()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void itemsKnowTheirPlace(Form form) throws Exception {
        var items = items(new Random(9), form == Form.PRETTY_ARRAY || form == Form.OBJECTS);
        var file = form.file(items);
        var splitter = new ItemSplitter(inReadsOf(3, file), 0, FileLayout.UNKNOWN, LONGEST);
        for (var expected : items) {
            var item = Objects.requireNonNull(splitter.next());
            var bytes = Arrays.copyOfRange(file, (int) item.start(), (int) item.end());
            assertThat(new String(bytes, UTF_8).strip()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsCutOffNeverPassesForAWholeOne(Form form) {
        for (var seed = 0; seed < 20; seed++) {
            var items = items(new Random(seed), form == Form.PRETTY_ARRAY || form == Form.OBJECTS);
            var file = form.file(items);
            for (var length = 0; length < file.length; length++) {
                var found = items(new ByteArrayInputStream(file, 0, length));
                var as = "seed %s, %s of %s bytes: %s".formatted(seed, length, file.length, found);

                if (found.size() == items.size() && found.equals(items)) {
                    assertThat(new String(file, length, file.length - length, UTF_8))
                            .as(as)
                            .isBlank();
                    continue;
                }
                var isWhole = found.isEmpty() || found.getLast().startsWith("{");
                var whole = isWhole ? found : found.subList(0, found.size() - 1);
                assertThat(whole).as(as).isEqualTo(items.subList(0, whole.size()));
                if (isWhole) {
                    assertThat(form).as(as).isIn(Form.LINES, Form.LINES_WITHOUT_END, Form.OBJECTS);
                } else {
                    assertThat(found.getLast()).as(as).isIn("TRUNCATED_JSON", "FILE_EMPTY");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aByteOrderMarkIsNoContent(Form form) {
        var items = items(new Random(3), form == Form.PRETTY_ARRAY || form == Form.OBJECTS);
        var text = "\uFEFF" + new String(form.file(items), UTF_8);

        assertThat(items(inReadsOf(1, text.getBytes(UTF_8)))).isEqualTo(items);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                    | FILE_EMPTY
                    `  `                  | FILE_EMPTY
                    hello                 | INVALID_FILE
                    "text"                | INVALID_FILE
                    \uFEFF                | FILE_EMPTY
                    [                     | TRUNCATED_JSON
                    [{}                   | {} TRUNCATED_JSON
                    [{},                  | {} TRUNCATED_JSON
                    {"a": "              | TRUNCATED_JSON
                    [{} {}]               | {} MALFORMED_JSON
                    [,{}]                 | MALFORMED_JSON
                    [{},]                 | {} MALFORMED_JSON
                    [{},,{}]              | {} MALFORMED_JSON
                    [{}]]                 | {} MALFORMED_JSON
                    [{}]{}                | {} MALFORMED_JSON
                    [:]                   | MALFORMED_JSON
                    {}x                   | {} MALFORMED_JSON
                    {},{}                 | {} MALFORMED_JSON
                    []                    | ``
                    [1,"a,]}",true,[{}]]  | 1 "a,]}" true [{}]
                    {}{}                  | {} {}
                    """)
    void everyFileHasItsItemsOrItsError(String file, String expected) {
        assertThat(String.join(" ", items(file))).isEqualTo(expected);
    }

    @Test
    void aBrokenLineIsAMatterOfThatLine() {
        assertThat(items("{}\nhello {\n]\n{\"a\":\n{\"b\": 1}\n"))
                .containsExactly("{}", "hello {", "]", "{\"a\":", "{\"b\": 1}");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLongIsPassedOver(Form form) {
        var items =
                List.of(
                        "{\"a\":1}",
                        "{\"long\":\"" + "\\\"}]".repeat(LONGEST) + "\"}",
                        "{\"b\":2}",
                        "{\"long\":[" + "{},".repeat(LONGEST) + "0]}",
                        "{\"c\":3}");

        for (var size : new int[] {1, 1_000, 1 << 20}) {
            assertThat(items(inReadsOf(size, form.file(items))))
                    .containsExactly("{\"a\":1}", "…", "{\"b\":2}", "…", "{\"c\":3}");
        }
    }

    @Test
    void anItemMayBeExactlyAsLongAsAllowed() {
        IntFunction<String> ofLength = length -> "{\"a\":\"" + "x".repeat(length - 8) + "\"}";

        for (var form : List.of(Form.ARRAY, Form.OBJECTS)) {
            var file = form.file(List.of(ofLength.apply(LONGEST), ofLength.apply(LONGEST + 1)));
            assertThat(items(new ByteArrayInputStream(file)))
                    .containsExactly(ofLength.apply(LONGEST), "…");
        }
    }

    @Test
    void aLongItemIsHeldAsAWhole() {
        var item = "{\"a\":\"" + "0123456789".repeat(100_000) + "\"}";
        for (var size : new int[] {8 * 1024, 8 * 1024 + 1, 9_973}) {
            var file = inReadsOf(size, Form.ARRAY.file(List.of(item, "{}")));
            var splitter = new ItemSplitter(file, 0, FileLayout.UNKNOWN, ItemFile.LONGEST_ITEM);
            assertThat(items(splitter)).containsExactly(item, "{}");
        }
    }

    @Test
    void aTextOfAHundredMegabytesIsNotHeld() {
        var megabyte = "x".repeat(1 << 20).getBytes(UTF_8);
        var parts = new ArrayList<InputStream>();
        parts.add(new ByteArrayInputStream("[{\"a\":\"".getBytes(UTF_8)));
        for (var i = 0; i < 100; i++) {
            parts.add(new ByteArrayInputStream(megabyte));
        }
        parts.add(new ByteArrayInputStream("\"},{\"b\":2}]".getBytes(UTF_8)));
        var threads =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();

        var before = threads.getCurrentThreadAllocatedBytes();
        var items =
                items(
                        new ItemSplitter(
                                new SequenceInputStream(Collections.enumeration(parts)),
                                0,
                                FileLayout.UNKNOWN,
                                ItemFile.LONGEST_ITEM));
        var allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(items).containsExactly("…", "{\"b\":2}");
        assertThat(allocated).isLessThan(16 << 20);
    }
}
