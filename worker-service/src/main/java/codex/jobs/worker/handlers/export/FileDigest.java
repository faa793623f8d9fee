package codex.jobs.worker.handlers.export;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// SHA-256 of the file, for an attempt that writes all of it.
final class FileDigest {

    private static final int READ_AT_ONCE = 64 << 10;

    private final MessageDigest sha256;
    private boolean knowsAll;

    FileDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// The file begins.
    void begin() {
        sha256.reset();
        knowsAll = true;
    }

    void add(PartBuffer part) {
        sha256.update(part.bytes(), 0, part.size());
    }

    /// Somebody else has written a part.
    void giveUp() {
        knowsAll = false;
    }

    /// In hex digits, if every part was seen.
    Optional<String> hex() {
        return knowsAll ? Optional.of(HexFormat.of().formatHex(sha256.digest())) : Optional.empty();
    }

    String hexOf(InputStream content) throws IOException {
        sha256.reset();
        var buffer = new byte[READ_AT_ONCE];
        for (var count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            sha256.update(buffer, 0, count);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
