package codex.jobs.worker.handlers.assets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Bytes on their way into a file of this machine, measured while they pass.
record Intake(String sha256, long size) {

    private static final int BUFFER = 64 * 1024;

    /// Copies all of a stream, over what the file held before.
    ///
    /// @throws IOException the stream broke
    /// @throws UncheckedIOException the file could not be written: not the sender's fault
    static Intake copy(InputStream in, Path file, long most) throws IOException, TooLarge {
        var digest = newDigest();
        var size = 0L;
        try (var out = create(file)) {
            var buffer = new byte[BUFFER];
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (size + count > most) {
                    throw new TooLarge();
                }
                digest.update(buffer, 0, count);
                write(out, buffer, count);
                size += count;
            }
        }
        return new Intake(HexFormat.of().formatHex(digest.digest()), size);
    }

    private static OutputStream create(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int count) {
        try {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
