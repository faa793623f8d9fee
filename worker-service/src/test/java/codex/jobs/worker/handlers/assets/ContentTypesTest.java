package codex.jobs.worker.handlers.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

class ContentTypesTest {

    private static final String OPEN_XML = "application/vnd.openxmlformats-officedocument.";

    @TempDir Path directory;

    private String type(byte[] content) throws IOException {
        return ContentTypes.of(Files.write(directory.resolve("file"), content));
    }

    static Stream<Arguments> beginnings() {
        return Stream.of(
                Arguments.of("RIFF....WEBPVP8 ", "image/webp"),
                Arguments.of("\0\0\0 ftypavif\0\0\0\0avifmif1", "image/avif"),
                Arguments.of("\0\0\0 ftypavis\0\0\0\0avifmif1", "image/avif"),
                Arguments.of("\0\0\0 ftypheic\0\0\0\0mif1heic", "image/heic"),
                Arguments.of("\0\0\0 ftypisom\0\0\0\0isomavc1", "video/mp4"),
                Arguments.of("\0\0\0 ftypmp42\0\0\0\0isommp42", "video/mp4"),
                Arguments.of("\0\0\0 ftypdash\0\0\0\0iso6mp41", "video/mp4"),
                Arguments.of("\0\0\0 ftypM4A \0\0\0\0M4A mp42", "audio/mp4"),
                Arguments.of("\0\0\0 ftypqt  \0\0\0\0qt  ", "video/quicktime"),
                Arguments.of("\u001aE\u00df\u00a3....B\u0082\u0084webm", "video/webm"),
                Arguments.of("\u001aE\u00df\u00a3....B\u0082\u0088matroska", "video/x-matroska"),
                Arguments.of("ID3\u0003\0\0\0\0", "audio/mpeg"),
                Arguments.of("\u00ff\u00f1P\u0080....", "audio/aac"),
                Arguments.of("fLaC\0\0\0\"", "audio/x-flac"),
                Arguments.of("%PDF-1.7", "application/pdf"),
                Arguments.of("{\\rtf1", "application/rtf"),
                Arguments.of("\u007fELF\u0002\u0001", "application/x-elf"),
                Arguments.of("MZ\u0090\0\u0003\0\0\0\u0004\0", "application/x-msdownload"),
                Arguments.of("#!/bin/sh\nls", "application/x-sh"),
                Arguments.of("<?php echo 1;", "text/x-php"),
                Arguments.of("WEBVTT\n\n", "text/vtt"),
                Arguments.of("\0\u0001\u0002\u0003", "application/octet-stream"),
                Arguments.of("", "application/octet-stream"));
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void bytesTellWhatTheyAre(String head, String type) throws IOException {
        assertThat(type(head.getBytes(ISO_8859_1))).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "png, image/png",
        "jpg, image/jpeg",
        "gif, image/gif",
        "bmp, image/bmp",
        "tiff, image/tiff"
    })
    void picturesAreTold(String format, String type) throws IOException {
        var picture = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, format, bytes);

        assertThat(type(bytes.toByteArray())).isEqualTo(type);
    }

    static Stream<Arguments> archives() {
        return Stream.of(
                Arguments.of("word/document.xml", OPEN_XML + "wordprocessingml.document"),
                Arguments.of("xl/workbook.xml", OPEN_XML + "spreadsheetml.sheet"),
                Arguments.of("ppt/slides/1.xml", OPEN_XML + "presentationml.presentation"),
                Arguments.of("my/word/files.txt", "application/zip"));
    }

    @ParameterizedTest
    @MethodSource("archives")
    void officeDocumentsAreToldByTheirMembers(String member, String type) throws IOException {
        for (var first : new String[] {"[Content_Types].xml", "any.txt"}) {
            var bytes = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bytes)) {
                for (var name : new String[] {first, member}) {
                    zip.putNextEntry(new ZipEntry(name));
                    zip.write(name.getBytes(UTF_8));
                }
            }

            assertThat(type(bytes.toByteArray())).isEqualTo(type);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WordDocument, application/msword",
        "Workbook, application/vnd.ms-excel",
        "PowerPoint Document, application/vnd.ms-powerpoint",
        "Installer, application/x-ole-storage"
    })
    void olderDocumentsAreToldByTheirStreams(String stream, String type) throws IOException {
        var sectors = 300;
        var file = ByteBuffer.allocate(512 * (sectors + 9)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(0, 0xE11AB1A1E011CFD0L).putShort(30, (short) 9).putInt(48, sectors);
        file.put(512 * (sectors + 1), "Root Entry".getBytes(UTF_16LE));
        file.put(512 * (sectors + 1) + 4096 - 128, stream.getBytes(UTF_16LE));

        assertThat(type(file.array())).isEqualTo(type);
        file.putInt(48, 1_000_000);
        assertThat(type(file.array())).isEqualTo("application/x-ole-storage");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <svg xmlns="http://www.w3.org/2000/svg"/>                         | image/svg+xml
                    <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>    | image/svg+xml
                    <!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>               | image/svg+xml
                    <svg onload=alert(1)>                                             | text/html
                    <!DOCTYPE HTML>                                                   | text/html
                    <html><script>1</script></html>                                   | text/html
                    <script>1</script>                                                | text/html
                    <IMG src=x onerror=alert(1)>                                      | text/html
                    <?xml version="1.0"?><a/>                                         | application/xml
                    <anna@example.org> wrote:                                         | text/plain
                    a < b                                                             | text/plain
                    {"a": 1}                                                          | text/plain
                    """)
    void markupIsNoText(String text, String type) throws IOException {
        assertThat(type(text.getBytes(UTF_8))).isEqualTo(type);
        assertThat(type(("\uFEFF" + text).getBytes(UTF_8))).as("with a mark").isEqualTo(type);
    }

    @Test
    void textIsTextInEveryLanguageAndEncoding() throws IOException {
        var text = "Përshëndetje, botë\n";

        assertThat(type(text.getBytes(UTF_8))).isEqualTo("text/plain");
        assertThat(type(text.getBytes(ISO_8859_1))).isEqualTo("text/plain");
        assertThat(type(text.getBytes(UTF_16))).isEqualTo("text/plain");
        assertThat(type("你好，世界".getBytes(UTF_8))).isEqualTo("text/plain");
    }

    @Test
    void noiseIsNothingThatIsAccepted() throws IOException {
        var random = new Random(1);
        var limits = AssetTrial.limits(DataSize.ofBytes(1));
        for (var i = 0; i < 200; i++) {
            var noise = new byte[1_000];
            random.nextBytes(noise);
            noise[0] = 0;

            assertThat(limits.allows(type(noise))).isFalse();
        }
    }
}
