package codex.jobs.worker.handlers.items;

import java.util.List;
import java.util.Locale;

/// What an archive must not be (specification 3.0, "Limits"), as far as its directory says so.
final class ZipRules {

    static final long MOST_UNPACKED = 50L << 30;
    static final long HIGHEST_RATIO = 200;

    /// A few highly regular bytes are no bomb.
    private static final long SMALL = 1 << 20;

    private static final List<String> ARCHIVES =
            List.of(".zip", ".jar", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".zst");

    private ZipRules() {}

    static void check(List<ZipMember> members) throws UnreadableFile {
        var unpacked = 0L;
        for (var member : members) {
            checkName(member.name());
            if (member.isEncrypted()) {
                throw UnreadableFile.archive("ARCHIVE_ENCRYPTED", "The archive is encrypted");
            }
            if (member.size() < 0 || member.packedSize() < 0 || member.size() > MOST_UNPACKED) {
                throw tooLarge();
            }
            unpacked += member.size();
            if (unpacked > MOST_UNPACKED || isBomb(member.size(), member.packedSize())) {
                throw tooLarge();
            }
        }
    }

    static boolean isBomb(long unpacked, long packed) {
        return unpacked > SMALL && unpacked / HIGHEST_RATIO > packed;
    }

    static UnreadableFile tooLarge() {
        return UnreadableFile.archive(
                "ARCHIVE_TOO_LARGE",
                "The archive unpacks to more than 50 GiB or to more than 200 times its size");
    }

    private static void checkName(String name) throws UnreadableFile {
        var path = name.replace('\\', '/');
        if (path.startsWith("/")
                || path.indexOf('\0') >= 0
                || path.matches("[A-Za-z]:.*")
                || ("/" + path + "/").contains("/../")) {
            throw UnreadableFile.archive(
                    "ARCHIVE_UNSAFE", "The archive has a member outside of itself");
        }
        var lower = path.toLowerCase(Locale.ROOT);
        if (ARCHIVES.stream().anyMatch(lower::endsWith)) {
            throw UnreadableFile.archive("ARCHIVE_NESTED", "The archive holds another archive");
        }
    }
}
