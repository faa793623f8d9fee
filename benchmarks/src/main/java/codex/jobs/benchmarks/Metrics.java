package codex.jobs.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/// What a service says about itself at `/actuator/prometheus`.
final class Metrics {

    private Metrics() {}

    /// The calls of the MongoDB driver so far, over these services.
    static double mongoCommands(List<String> services) throws IOException, InterruptedException {
        return sum(services, "mongodb_driver_commands_seconds_count");
    }

    /// The heap that one service uses now, in bytes, garbage included.
    static double heapUsed(String service) throws IOException, InterruptedException {
        return sum(List.of(service), "jvm_memory_used_bytes", "area=\"heap\"");
    }

    private static double sum(List<String> services, String metric, String... labels)
            throws IOException, InterruptedException {
        var sum = 0.0;
        try (var http = HttpClient.newHttpClient()) {
            for (var service : services) {
                var request = HttpRequest.newBuilder(URI.create(service + "/actuator/prometheus"));
                sum +=
                        sum(
                                http.send(request.build(), BodyHandlers.ofString()).body(),
                                metric,
                                labels);
            }
        }
        return sum;
    }

    /// The sum over all samples of a metric whose labels include these.
    ///
    /// @throws IllegalStateException if there are none: a figure must not be 0 by mistake
    static double sum(String text, String metric, String... labels) {
        return text.lines()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElseThrow(() -> new IllegalStateException("No metric " + metric));
    }
}
