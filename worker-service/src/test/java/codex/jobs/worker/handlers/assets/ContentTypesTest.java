package codex.jobs.worker.handlers.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContentTypesTest {

    static Stream<Arguments> beginnings() {
        return Stream.of(
                Arguments.of("\u0089PNG\r\n\u001a\nrest", "image/png"),
                Arguments.of("\u00ff\u00d8\u00ff\u00e0", "image/jpeg"),
                Arguments.of("RIFF....WEBPVP8 ", "image/webp"),
                Arguments.of("RIFF....WAVEfmt ", "audio/wav"),
                Arguments.of("\0\0\0 ftypavif", "image/avif"),
                Arguments.of("\0\0\0 ftypisom", "video/mp4"),
                Arguments.of("\u001aE\u00df\u00a3....webm", "video/webm"),
                Arguments.of("%PDF-1.7", "application/pdf"),
                Arguments.of("PK\u0003\u0004....", "application/zip"),
                Arguments.of(
                        "PK\u0003\u0004..[Content_Types].xml..xl/workbook.xml",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                Arguments.of(
                        "PK\u0003\u0004..mimetypeapplication/vnd.oasis.opendocument.textPK",
                        "application/vnd.oasis.opendocument.text"),
                Arguments.of("<svg xmlns=", "image/svg+xml"),
                Arguments.of("<?xml version='1.0'?>\n<svg>", "image/svg+xml"),
                Arguments.of("  <!DOCTYPE HTML>", "text/html"),
                Arguments.of("\u007fELF\u0002\u0001", "application/octet-stream"),
                Arguments.of("MZ\u0090\0\u0003\0", "application/octet-stream"),
                Arguments.of("", "application/octet-stream"));
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void bytesTellWhatTheyAre(String head, String type) {
        assertThat(ContentTypes.of(head.getBytes(ISO_8859_1))).isEqualTo(type);
    }

    @Test
    void textIsTextInEveryLanguage() {
        assertThat(ContentTypes.of("Përshëndetje, 世界\n".getBytes(UTF_8))).isEqualTo("text/plain");
    }
}
