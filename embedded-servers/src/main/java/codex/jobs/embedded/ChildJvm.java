package codex.jobs.embedded;

import codex.jobs.embedded.node.Guard;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A Java program in a process of its own, on the JDK that runs this one. It ends when this process
/// ends, however that happens, and it is not touched by the terminal's Ctrl-C: whoever started it
/// decides when it stops.
///
/// Where the system property `codex.jobs.archives` names a directory, the classes of a program that
/// consists of jars only are kept there, and its next start is faster.
public final class ChildJvm implements AutoCloseable {

    private static final int LAST_LINES = 30;

    /// All programs of a platform write their archives at the same time.
    private static final Duration ARCHIVING = Duration.ofSeconds(90);

    /// What a shell, too, makes of `kill -9`.
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final Path log;
    private final Optional<ClassArchive> archive;
    private volatile boolean serves;

    private ChildJvm(Process process, Path log, Optional<ClassArchive> archive) {
        this.process = process;
        this.log = log;
        this.archive = archive;
    }

    /// What to run.
    ///
    /// @param log receives standard output and error; kept from one start to the next
    public record Program(
            List<String> jvmOptions,
            List<Path> classPath,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            Path log) {}

    /// Starts it; whether it serves is for the caller to find out.
    public static ChildJvm start(Program program) {
        var classPath = classPath(program);
        var archive = ClassArchive.of(classPath, program.mainClass());
        var builder = new ProcessBuilder(command(program, archive)).redirectErrorStream(true);
        builder.environment().putAll(program.environment());
        // not as an argument: a hundred jars would hide everything else from whoever reads `ps`
        builder.environment().put("CLASSPATH", joined(classPath));
        try {
            Files.createDirectories(program.log().toAbsolutePath().getParent());
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
            return new ChildJvm(builder.start(), program.log(), archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// To be called when it has started: only then are the classes it has loaded worth keeping.
    public void serves() {
        serves = true;
    }

    /// Whether it keeps its classes when it stops, which takes some seconds.
    public boolean isRecording() {
        return archive.filter(ClassArchive::isRecording).isPresent();
    }

    /// The last lines of its log, for whoever must say why it ended.
    public String lastWords() {
        try (var lines = Files.lines(log)) {
            var all = lines.toList();
            return all.stream()
                    .skip(Math.max(0, all.size() - LAST_LINES))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "(no log at " + log + ")";
        }
    }

    /// Asks it to stop and waits; after `patience` it is killed. One that has its archive to write
    /// is given more time.
    public void stop(Duration patience) {
        // not Process.destroy(), which closes the pipe and so would trigger the guard
        process.toHandle().destroy();
        var longest = isRecording() ? patience.plus(ARCHIVING) : patience;
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
            var isWhole = serves && process.exitValue() != KILLED;
            archive.ifPresent(it -> it.ended(isWhole));
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /// Ends it at once, as `kill -9` does, and waits until it is gone.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(20));
    }

    private static List<String> command(Program program, Optional<ClassArchive> archive) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // a Java process leaves alone what is ignored when it starts
        var command =
                new ArrayList<>(
                        List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh", java));
        command.addAll(program.jvmOptions());
        archive.ifPresent(it -> command.addAll(it.options()));
        command.add(Guard.class.getName());
        command.add(program.mainClass());
        command.addAll(program.arguments());
        return command;
    }

    private static List<Path> classPath(Program program) {
        var paths = new ArrayList<>(List.of(CodeSource.of(Guard.class)));
        paths.addAll(program.classPath());
        return paths;
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
