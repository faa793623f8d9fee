package codex.jobs.worker.handlers.entries;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// The one JSON file in the root of an archive, found within the limits of specification 3.0: names
/// are never used as paths, and what is unpacked is counted.
final class ZipManifest {

    private static final int MAX_MEMBERS = 10_000;
    private static final long MAX_UNPACKED = 50L << 30;
    private static final long MAX_RATIO = 200;

    /// Small texts may well shrink more than the ratio allows.
    private static final long RATIO_FROM = 10L << 20;

    private final Counting packed;
    private final ZipInputStream zip;
    private long unpacked;

    private ZipManifest(InputStream archive) {
        packed = new Counting(archive);
        zip = new ZipInputStream(packed);
    }

    /// Reads the whole archive once.
    ///
    /// @return the manifest's name
    static String find(InputStream archive) throws FileProblem, IOException {
        return new ZipManifest(archive).manifest();
    }

    /// The manifest's content; closing it closes the archive.
    static InputStream open(InputStream archive, String manifest) throws IOException {
        var zip = new ZipInputStream(archive);
        for (var member = zip.getNextEntry(); member != null; member = zip.getNextEntry()) {
            if (member.getName().equals(manifest)) {
                return zip;
            }
        }
        zip.close();
        throw new IOException("The archive has changed");
    }

    private String manifest() throws FileProblem, IOException {
        @Nullable String manifest = null;
        var members = 0;
        for (var member = zip.getNextEntry(); member != null; member = zip.getNextEntry()) {
            check(member);
            if (++members > MAX_MEMBERS) {
                throw new FileProblem(
                        "ZIP_LIMIT_EXCEEDED", "The archive has more than 10,000 members");
            }
            if (isManifest(member)) {
                if (manifest != null) {
                    throw new FileProblem(
                            "MANIFEST_NOT_UNIQUE",
                            "The archive has more than one .json or .ndjson file in its root");
                }
                manifest = member.getName();
            }
            unpack();
        }
        if (manifest == null) {
            throw new FileProblem(
                    "MANIFEST_MISSING", "The archive has no .json or .ndjson file in its root");
        }
        return manifest;
    }

    private static void check(ZipEntry member) throws FileProblem {
        var name = member.getName().replace('\\', '/');
        if (name.startsWith("/") || name.matches("(^|.*/)\\.\\.(/.*|$)") || name.contains(":")) {
            throw new FileProblem(
                    "ZIP_PATH_FORBIDDEN", "The archive has a member with an absolute or .. path");
        }
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.matches(".*\\.(zip|jar|gz|tgz|bz2|xz|7z|rar|tar)")) {
            throw new FileProblem(
                    "ZIP_NESTED", "The archive has another archive in it, which is not unpacked");
        }
    }

    private static boolean isManifest(ZipEntry member) {
        var name = member.getName().toLowerCase(Locale.ROOT);
        return !member.isDirectory()
                && !name.contains("/")
                && (name.endsWith(".json") || name.endsWith(".ndjson"));
    }

    private void unpack() throws FileProblem, IOException {
        var buffer = new byte[1 << 16];
        for (var count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
            unpacked += count;
            if (unpacked > MAX_UNPACKED
                    || (unpacked > RATIO_FROM && unpacked > packed.bytes * MAX_RATIO)) {
                throw new FileProblem(
                        "ZIP_LIMIT_EXCEEDED",
                        "The archive unpacks to more than 50 GiB or to more than 200 times its"
                                + " size");
            }
        }
    }

    private static final class Counting extends FilterInputStream {

        private long bytes;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = super.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            var count = super.read(target, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }
}
