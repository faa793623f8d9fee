package codex.jobs.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The classes of a program as a virtual machine has loaded and linked them, kept in a file for the
/// next start of the same program: most of the time of a start goes into that. The first process
/// that ends in an orderly way records the file (JEP 350: dynamic archives of class data), and all
/// later ones map it.
///
/// A file belongs to one class path and one JDK and is never changed; another class path of the
/// same program replaces it. Whoever cannot use it starts without it, only slower.
final class ClassArchive {

    /// The directory that holds them; without it nothing is recorded or used.
    static final String DIRECTORY_PROPERTY = "codex.jobs.archives";

    /// Its warnings about classes that cannot be kept are nobody's concern.
    private static final String QUIET = "-Xlog:cds*=off,aot*=off";

    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private final String name;
    private final Path file;
    private final @Nullable Path recording;

    private ClassArchive(String name, Path file, @Nullable Path recording) {
        this.name = name;
        this.file = file;
        this.recording = recording;
    }

    /// The archive of this program, or empty if there can be none: no directory is set, or some
    /// classes do not come from jars.
    static Optional<ClassArchive> of(List<Path> classPath, String mainClass) {
        var directory = System.getProperty(DIRECTORY_PROPERTY);
        if (directory == null || !classPath.stream().allMatch(Files::isRegularFile)) {
            return Optional.empty();
        }
        try {
            var place = Files.createDirectories(Path.of(directory));
            var name = mainClass.substring(mainClass.lastIndexOf('.') + 1);
            var version = name + "-" + version(classPath);
            var file = place.resolve(version + ".jsa");
            if (Files.exists(file)) {
                return Optional.of(new ClassArchive(name, file, null));
            }
            var recording = place.resolve(version + "." + System.nanoTime() + ".recording");
            var archive = new ClassArchive(name, file, recording);
            archive.remove("*.recording*", Instant.now().minus(ABANDONED_AFTER));
            return Optional.of(archive);
        } catch (IOException e) {
            // a start without it is slower, and nothing else
            return Optional.empty();
        }
    }

    /// What the virtual machine is told.
    List<String> options() {
        return recording == null
                ? List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", QUIET)
                : List.of("-XX:ArchiveClassesAtExit=" + recording, QUIET);
    }

    boolean isRecording() {
        return recording != null;
    }

    /// To be called when the process has ended.
    ///
    /// @param isWhole whether what it has recorded serves the next ones
    void ended(boolean isWhole) {
        if (recording == null) {
            return;
        }
        try {
            if (isWhole && Files.exists(recording)) {
                remove(name + "-*.jsa", Instant.MAX);
                Files.move(recording, file);
            }
            Files.deleteIfExists(recording);
        } catch (IOException e) {
            // someone else was first, or nothing was recorded
        }
    }

    private static String version(List<Path> classPath) throws IOException {
        var digest = sha256();
        for (var jar : classPath) {
            var what = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n";
            digest.update(what.getBytes(UTF_8));
        }
        digest.update(System.getProperty("java.vm.version").getBytes(UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private void remove(String names, Instant before) throws IOException {
        try (var files = Files.newDirectoryStream(file.getParent(), names)) {
            for (var old : files) {
                if (Files.getLastModifiedTime(old).toInstant().isBefore(before)) {
                    Files.deleteIfExists(old);
                }
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
