package codex.jobs.worker.handlers.assets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.worker.handlers.assets.AssetTrial.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that are not what they say: the answer is clear, and it is the first attempt's.
class DamagedArchiveIT {

    private static final int CENTRAL_HEADER = 0x02014b50;

    @RegisterExtension static final AssetTrial trial = new AssetTrial();

    private final Tenant tenant = trial.tenant();

    /// An archive with `assets.json`, which names the other member, `f`.
    private static ByteBuffer archive(int method) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            add(zip, method, "assets.json", "[{\"id\": \"a\", \"fileUrl\": \"f\"}]");
            add(zip, method, "f", "The content of the only file, The content of the only file.");
        }
        return ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void add(ZipOutputStream zip, int method, String name, String text)
            throws IOException {
        var content = text.getBytes(UTF_8);
        var entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            var checksum = new CRC32();
            checksum.update(content);
            entry.setCrc(checksum.getValue());
            entry.setSize(content.length);
        }
        zip.putNextEntry(entry);
        zip.write(content);
    }

    /// Where the directory tells about a member.
    private static int directory(ByteBuffer zip, String name) {
        for (var at = 0; at < zip.limit() - 46; at++) {
            if (zip.getInt(at) == CENTRAL_HEADER) {
                var found = new byte[zip.getShort(at + 28)];
                zip.get(at + 46, found);
                if (new String(found, UTF_8).equals(name)) {
                    return at;
                }
            }
        }
        throw new AssertionError(name);
    }

    private static int data(ByteBuffer zip, String name) {
        var header = zip.getInt(directory(zip, name) + 42);
        return header + 30 + zip.getShort(header + 26) + zip.getShort(header + 28);
    }

    private static byte[] bytes(ByteBuffer zip) {
        var bytes = new byte[zip.capacity()];
        zip.get(0, bytes);
        return bytes;
    }

    private String imported(ByteBuffer zip) throws Exception {
        var imported = tenant.imported(bytes(zip));
        return imported.code() + " " + imported.said();
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void anArchiveInOrderIsImported(int method) throws Exception {
        assertThat(imported(archive(method))).isEqualTo("COMPLETED []");
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void aDamagedFileFailsItsAssetOnly(int method) throws Exception {
        var zip = archive(method);
        var at = data(zip, "f") + 10;
        zip.put(at, (byte) ~zip.get(at));

        assertThat(imported(zip)).isEqualTo("ALL_ITEMS_FAILED [0 DOWNLOAD_FAILED /fileUrl]");
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void aDamagedManifestFailsTheImport(int method) throws Exception {
        var zip = archive(method);
        // the last byte of the id, or whatever is packed there
        var at = data(zip, "assets.json") + 9;
        zip.put(at, (byte) (zip.get(at) ^ 3));

        assertThat(imported(zip)).startsWith("ARCHIVE_BROKEN");
    }

    @ParameterizedTest
    @CsvSource({
        "16, 0, checksum",
        "20, 5, packed size",
        "20, 100000, packed size",
        "24, 5, size",
        "24, 5000, size",
        "42, 20, offset",
        "42, 100000, offset",
        "42, -2, offset"
    })
    void aDirectoryThatIsWrongAboutTheManifestFailsTheImport(int field, int value)
            throws Exception {
        var zip = archive(ZipEntry.DEFLATED);
        zip.putInt(directory(zip, "assets.json") + field, value);

        assertThat(imported(zip)).startsWith("ARCHIVE_BROKEN");
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "20, 5", "20, 100000", "24, 5", "24, 5000", "42, 20", "42, 100000"})
    void aDirectoryThatIsWrongAboutAFileFailsItsAssetOnly(int field, int value) throws Exception {
        var zip = archive(ZipEntry.DEFLATED);
        zip.putInt(directory(zip, "f") + field, value);

        assertThat(imported(zip)).isEqualTo("ALL_ITEMS_FAILED [0 DOWNLOAD_FAILED /fileUrl]");
    }

    @Test
    void anArchiveThatIsCutOffIsBroken() throws Exception {
        var whole = bytes(archive(ZipEntry.DEFLATED));
        for (var length = 4; length < whole.length; length += 23) {
            assertThat(tenant.imported(Arrays.copyOf(whole, length)).code())
                    .as("%s of %s bytes", length, whole.length)
                    .isEqualTo("ARCHIVE_BROKEN");
        }
    }

    @Test
    void noiseInAnArchiveIsAnsweredClearly() throws Exception {
        var random = new Random(7);
        for (var round = 0; round < 30; round++) {
            var zip = bytes(archive(round % 2 == 0 ? ZipEntry.STORED : ZipEntry.DEFLATED));
            // the first bytes say that it is an archive
            zip[4 + random.nextInt(zip.length - 4)] = (byte) random.nextInt(256);

            assertThat(tenant.imported(zip).code())
                    .as("round %s: %s", round, new String(zip, ISO_8859_1))
                    .isIn(
                            "COMPLETED",
                            "ALL_ITEMS_FAILED",
                            "ARCHIVE_BROKEN",
                            "ARCHIVE_ENCRYPTED",
                            "ARCHIVE_METHOD",
                            "ARCHIVE_NESTED",
                            "ARCHIVE_TOO_LARGE",
                            "ARCHIVE_UNSAFE",
                            "MANIFEST_MISSING",
                            "SEVERAL_MANIFESTS");
        }
    }
}
