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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A Java program in a process of its own, on the JDK that runs this one. It ends when this process
/// ends, however that happens, and it is not touched by the terminal's Ctrl-C: whoever started it
/// decides when it stops.
public final class ChildJvm implements AutoCloseable {

    private static final int LAST_LINES = 30;

    private final Process process;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
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
        var builder = new ProcessBuilder(command(program)).redirectErrorStream(true);
        builder.environment().putAll(program.environment());
        // not as an argument: a hundred jars would hide everything else from whoever reads `ps`
        builder.environment().put("CLASSPATH", classPath(program));
        try {
            Files.createDirectories(program.log().toAbsolutePath().getParent());
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
            return new ChildJvm(builder.start(), program.log());
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

    /// Asks it to stop and waits; after `patience` it is killed.
    public void stop(Duration patience) {
        // not Process.destroy(), which closes the pipe and so would trigger the guard
        process.toHandle().destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
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

    private static List<String> command(Program program) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // a Java process leaves alone what is ignored when it starts
        var command =
                new ArrayList<>(
                        List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh", java));
        command.addAll(program.jvmOptions());
        command.add(Guard.class.getName());
        command.add(program.mainClass());
        command.addAll(program.arguments());
        return command;
    }

    private static String classPath(Program program) {
        var paths = new ArrayList<>(List.of(CodeSource.of(Guard.class)));
        paths.addAll(program.classPath());
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
