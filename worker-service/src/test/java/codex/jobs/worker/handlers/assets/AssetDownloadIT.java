package codex.jobs.worker.handlers.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class AssetDownloadIT {

    @TempDir static Path directory;

    private static HttpServer server;
    private static final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/file", exchange -> answer(exchange, 200, "hello"));
        server.createContext("/gone", exchange -> answer(exchange, 404, ""));
        server.createContext("/large", exchange -> answer(exchange, 200, "x".repeat(2_000)));
        server.createContext(
                "/flaky",
                exchange -> answer(exchange, asked.incrementAndGet() < 3 ? 503 : 200, "at last"));
        server.createContext("/broken", exchange -> answer(exchange, 500, ""));
        server.createContext(
                "/to",
                exchange -> {
                    var target = exchange.getRequestURI().getQuery();
                    exchange.getResponseHeaders().set("Location", target);
                    answer(exchange, 302, "");
                });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : 0);
        try (exchange) {
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static String fetched(String path) throws Exception {
        var uri = path.startsWith("http") ? path : "http://127.0.0.1:" + port() + path;
        var limits = AssetTrial.limits(DataSize.ofBytes(1_000));
        try (var download =
                new AssetDownload(
                        limits,
                        address -> address.getHostAddress().equals("127.0.0.1"),
                        AssetTrial.CLOCK)) {
            return switch (download.fetch(URI.create(uri), directory.resolve("file"))) {
                case AssetDownload.Download.Done(var intake) -> new String(intake.head(), UTF_8);
                case AssetDownload.Download.Failed(var why) -> why.code() + ": " + why.message();
            };
        }
    }

    private static int port() {
        return server.getAddress().getPort();
    }

    private static String via(String target) {
        return "/to?" + target;
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        assertThat(fetched("/file")).isEqualTo("hello");
        assertThat(fetched(via("/file"))).isEqualTo("hello");
    }

    @Test
    void redirectsWithoutEndAreNot() throws Exception {
        server.createContext(
                "/loop",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/loop");
                    answer(exchange, 301, "");
                });

        assertThat(fetched("/loop")).isEqualTo("DOWNLOAD_FAILED: More than 5 redirects");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/",
                "http://169.254.169.254/",
                "http://[::1]/",
                "http://2130706434/"
            })
    void aRedirectToAForbiddenAddressIsRefused(String target) throws Exception {
        assertThat(fetched(via(target)))
                .isEqualTo("DOWNLOAD_FAILED: Redirected to an address that is not public");
        assertThat(fetched(target)).isEqualTo("INVALID_URL: The address is not public");
    }

    @Test
    void aRedirectToAnotherSchemeIsRefused() throws Exception {
        assertThat(fetched(via("file:///etc/passwd"))).startsWith("DOWNLOAD_FAILED: Redirected");
    }

    @Test
    void nothingOfThisMachineIsReachedByDefault() throws Exception {
        try (var download =
                new AssetDownload(
                        AssetTrial.limits(DataSize.ofBytes(1_000)),
                        PublicAddresses::has,
                        AssetTrial.CLOCK)) {
            assertThat(
                            download.fetch(
                                    URI.create("http://127.0.0.1:" + port() + "/file"),
                                    directory.resolve("none")))
                    .isEqualTo(
                            new AssetDownload.Download.Failed(
                                    new Fetched.Refused(
                                            "INVALID_URL", "The address is not public")));
        }
    }

    @Test
    void statusIsToldAndOnlyPassingFailuresAreTriedAgain() throws Exception {
        assertThat(fetched("/gone")).isEqualTo("DOWNLOAD_FAILED: The server answered HTTP 404");
        assertThat(fetched("/flaky")).isEqualTo("at last");
        assertThat(asked).hasValue(3);
        assertThat(fetched("/broken")).isEqualTo("DOWNLOAD_FAILED: The server answered HTTP 500");
    }

    @Test
    void aDownloadEndsAtItsLargestSize() throws Exception {
        assertThat(fetched("/large")).startsWith("TOO_LARGE");
    }
}
