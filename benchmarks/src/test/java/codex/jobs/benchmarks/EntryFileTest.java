package codex.jobs.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class EntryFileTest {

    @Test
    void entriesAreDifferentAndAboutAKibibyteLong() throws IOException {
        try (var file = new EntryFile(200)) {
            var bytes = file.readAllBytes();
            var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();

            assertThat(lines).hasSize(200).doesNotHaveDuplicates();
            assertThat(lines)
                    .allSatisfy(
                            line -> assertThat(Document.parse(line)).containsKeys("id", "content"));
            assertThat(bytes.length / 200).isBetween(900, 1_150);
            assertThat(EntryFile.size(200)).isEqualTo(bytes.length);
        }
    }

    @Test
    void partsPutTogetherAreTheSameFile() throws IOException {
        try (var whole = new EntryFile(50);
                var parts = new EntryFile(50)) {
            var first = parts.readNBytes(12_345);
            var rest = parts.readAllBytes();
            var bytes = whole.readAllBytes();

            assertThat(first).hasSize(12_345).isEqualTo(Arrays.copyOf(bytes, 12_345));
            assertThat(first.length + rest.length).isEqualTo(bytes.length);
        }
    }
}
