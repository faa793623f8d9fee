package codex.jobs.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class WorkerApplicationIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.KAFKA);

    @LocalServerPort private int port;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry registry) {
        servers.properties().forEach((name, value) -> registry.add(name, () -> value));
    }

    @Test
    void workerTellsHowItIs() throws Exception {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/actuator/health/readiness").statusCode() == 200);

        assertThat(get("/actuator/health/liveness").body()).contains("UP");
        assertThat(get("/actuator/prometheus").body())
                .contains("codex_jobs_worker_slots_free 16.0")
                .contains("codex_jobs_worker_tasks_running{type=\"process-entries\"}")
                .contains("codex_jobs_worker_sessions_lost_total 0.0");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://localhost:" + port + path);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}
