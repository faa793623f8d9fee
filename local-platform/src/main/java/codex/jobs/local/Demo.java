package codex.jobs.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// `codex-jobs demo`: a platform of its own, a file of articles imported through the public API,
/// the result checked, everything stopped and removed again.
public final class Demo {

    private static final int REPORT_LINES = 5;

    private Demo() {}

    /// Exits with 0 only if the import came to exactly what it must.
    public static void main(String[] arguments) throws InterruptedException {
        var place = temporaryDirectory();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(place), "clean-up"));
        var options = Options.parse(new Options(0, place, 1, 1), arguments);
        try (var platform = Platform.start(options, Console::say);
                var api = new Api(platform.apiUrl(), "demo", DemoData.DEMO_KEY)) {
            run(api);
            Console.say(platform.farewell());
        } catch (CannotStart | DemoFailed e) {
            Console.complain(e);
            System.exit(1);
        }
    }

    private static void run(Api api) throws InterruptedException {
        var file = articles();
        Console.say("Uploading articles.json, " + file.length / 1000 + " kB");
        var job = DemoJob.create(api, DemoUpload.send(api, "articles.json", file));
        Console.say("Importing it, as job " + job.id());
        var end = job.follow();
        var result = DemoResult.of(end);
        Console.say("\n" + result.table());
        showReport(api, end);
        if (!result.equals(DemoResult.EXPECTED)) {
            throw new DemoFailed(
                    "That is not what the file must come to:\n\n" + DemoResult.EXPECTED.table());
        }
        Console.say("Exactly as it must be. Keep a platform running with: ./codex-jobs up");
    }

    private static void showReport(Api api, JsonNode job) throws InterruptedException {
        var address = job.path("result").path("errorReportUrl");
        if (address.isString()) {
            Console.say("From the error report:");
            api.get(address.stringValue())
                    .lines()
                    .limit(REPORT_LINES)
                    .forEach(line -> Console.say("  " + line));
            Console.say("");
        }
    }

    private static byte[] articles() {
        try (var file = Demo.class.getResourceAsStream("/demo/articles.json")) {
            return Objects.requireNonNull(file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("codex-jobs-demo");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // temporary files that stay behind do no harm
        }
    }
}
