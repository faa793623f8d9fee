package codex.jobs.embedded.mongodb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/// A server in a process of its own, which can be killed.
final class ServerProcess implements AutoCloseable {

    private static final String LISTENING = "listening on ";
    private static final int CACHE_IN_MEGABYTES = 64;

    private final Process process;
    private final String connectionString;

    private ServerProcess(Process process, String connectionString) {
        this.process = process;
        this.connectionString = connectionString;
    }

    static ServerProcess start(Path directory, String heap) throws IOException {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-Xmx" + heap,
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerProcess.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            line = output.readLine();
        }
        return new ServerProcess(
                process, Objects.requireNonNull(line).substring(LISTENING.length()));
    }

    String connectionString() {
        return connectionString;
    }

    Process process() {
        return process;
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws InterruptedException {
        OrderedMongoServer server =
                OrderedMongoServer.start(
                        Path.of(args[0]),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        CACHE_IN_MEGABYTES);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println(LISTENING + server.connectionString());
        Thread.currentThread().join();
    }
}
