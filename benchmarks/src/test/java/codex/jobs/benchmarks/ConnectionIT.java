package codex.jobs.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionIT {

    private static final long CHUNKED = 0;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/length", false);
        serve("/chunks", true);
        server.start();
    }

    /// Answers with the token and the body of the request.
    private void serve(String path, boolean chunked) {
        server.createContext(
                path,
                exchange -> {
                    var token = exchange.getRequestHeaders().getFirst("Authorization");
                    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    var answer = (token + " " + body).getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, chunked ? CHUNKED : answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
    }

    @Test
    void connectionThatTheServerEndsIsNotOpen() throws IOException {
        server.createContext(
                "/end",
                exchange -> {
                    exchange.getResponseHeaders().set("Connection", "close");
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        try (var connection = new Connection(server.getAddress().getPort())) {
            assertThat(connection.isOpen()).isTrue();

            connection.exchange(Connection.post("/end", "key", "{}"));

            assertThat(connection.isOpen()).isFalse();
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void answersArriveWholeOverOneConnectionHoweverTheyAreFramed() throws IOException {
        try (var connection = new Connection(server.getAddress().getPort())) {
            for (var path : new String[] {"/length", "/chunks", "/length"}) {
                var request = Connection.post(path, "key", "{\"a\":\"é\"}");

                assertThat(connection.exchange(request)).isEqualTo("Bearer key {\"a\":\"é\"}");
            }
        }
    }
}
