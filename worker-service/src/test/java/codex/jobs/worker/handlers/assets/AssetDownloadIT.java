package codex.jobs.worker.handlers.assets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import codex.jobs.stores.outside.CheckedResolver;
import codex.jobs.stores.outside.PublicAddresses;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
        return fetched(path, AssetTrial.limits(DataSize.ofBytes(1_000)));
    }

    private static String fetched(String path, AssetProperties limits) throws Exception {
        try (var download = new AssetDownload(limits, AssetDownloadIT::isFirst, AssetTrial.CLOCK)) {
            return fetched(path, download);
        }
    }

    /// Of all addresses of this machine one counts as public.
    private static boolean isFirst(InetAddress address) {
        return address.getHostAddress().equals("127.0.0.1");
    }

    /// The content, or why there is none.
    private static String fetched(String path, AssetDownload download) throws Exception {
        var uri = path.startsWith("http") ? path : "http://127.0.0.1:" + port() + path;
        var file = Files.createTempFile(directory, "asset", null);
        return switch (download.fetch(URI.create(uri), file)) {
            case AssetDownload.Download.Done(_) -> Files.readString(file);
            case AssetDownload.Download.Failed(var why) -> why.code() + ": " + why.message();
        };
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
        var requests = new AtomicInteger();
        server.createContext(
                "/loop",
                exchange -> {
                    requests.incrementAndGet();
                    exchange.getResponseHeaders().set("Location", "/loop");
                    answer(exchange, 301, "");
                });

        assertThat(fetched("/loop")).isEqualTo("DOWNLOAD_FAILED: More than 5 redirects");
        assertThat(requests).hasValue(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/",
                "http://169.254.169.254/",
                "http://10.0.0.1/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.2]/",
                "http://[fd00:ec2::254]/",
                "http://[fe80::1]/",
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

    @Test
    void aBodyWithoutEndIsLeftAtTheLimit() throws Exception {
        var left = new CountDownLatch(1);
        server.createContext(
                "/endless",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (exchange) {
                        while (true) {
                            exchange.getResponseBody().write(new byte[100_000]);
                        }
                    } catch (IOException _) {
                        left.countDown();
                    }
                });

        assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(fetched("/endless")).startsWith("TOO_LARGE"));
        assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void headersThatAreTooLongAreNotRead() throws Exception {
        server.createContext(
                "/headers",
                exchange -> {
                    exchange.getResponseHeaders().set("X-Long", "x".repeat(100_000));
                    answer(exchange, 200, "hello");
                });

        assertThat(fetched("/headers")).startsWith("DOWNLOAD_FAILED");
    }

    @Test
    void whatIsAnnouncedAsTooLargeIsNotWaitedFor() throws Exception {
        var over = new CountDownLatch(1);
        server.createContext(
                "/announced",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, 1_000_000_000);
                        exchange.getResponseBody().flush();
                        over.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });

        assertTimeout(
                Duration.ofSeconds(4),
                () -> assertThat(fetched("/announced")).startsWith("TOO_LARGE"));
        over.countDown();
    }

    @Test
    void aServerThatSendsByteByByteIsGivenUpInTime() throws Exception {
        var over = new CountDownLatch(1);
        server.createContext(
                "/dripping",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, 0);
                        while (!over.await(50, TimeUnit.MILLISECONDS)) {
                            exchange.getResponseBody().write(1);
                            exchange.getResponseBody().flush();
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });

        assertTimeout(
                Duration.ofSeconds(10),
                () ->
                        assertThat(
                                        fetched(
                                                "/dripping",
                                                AssetTrial.limits(Duration.ofSeconds(1), 8)))
                                .isEqualTo("DOWNLOAD_FAILED: It took longer than 1 seconds"));
        over.countDown();
    }

    @Test
    void aHostIsNotAskedForMoreAtOnceThanAllowed() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var third = new CountDownLatch(3);
        server.createContext(
                "/counted",
                exchange -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    third.countDown();
                    try {
                        // time enough for others to come, if they could
                        third.await(200, TimeUnit.MILLISECONDS);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    now.decrementAndGet();
                    answer(exchange, 200, "hello");
                });

        try (var download =
                        new AssetDownload(
                                AssetTrial.limits(Duration.ofSeconds(20), 2),
                                AssetDownloadIT::isFirst,
                                AssetTrial.CLOCK);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    Collections.nCopies(4, (Callable<String>) () -> fetched("/counted", download));
            for (var one : threads.invokeAll(all)) {
                assertThat(one.get()).isEqualTo("hello");
            }
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void theConnectionGoesToTheAddressThatWasChecked() throws Exception {
        var lookups = new AtomicInteger();
        var hosts = new ConcurrentLinkedQueue<String>();
        server.createContext(
                "/named",
                exchange -> {
                    hosts.add(exchange.getRequestHeaders().getFirst("Host"));
                    answer(exchange, 200, "hello");
                });
        // a name that means another address whenever it is looked up again
        var resolver =
                new CheckedResolver(
                        _ ->
                                new InetAddress[] {
                                    InetAddress.ofLiteral("127.0.0." + lookups.incrementAndGet())
                                },
                        AssetDownloadIT::isFirst);

        try (var download = resolving(resolver)) {
            assertThat(fetched("http://rebound.test:" + port() + "/named", download))
                    .isEqualTo("hello");
            assertThat(lookups).hasValue(1);
            assertThat(hosts).containsExactly("rebound.test:" + port());
        }
        try (var download = resolving(resolver)) {
            assertThat(fetched("http://rebound.test:" + port() + "/named", download))
                    .isEqualTo("INVALID_URL: The address is not public");
        }
        assertThat(hosts).hasSize(1);
    }

    @Test
    void aNameWithOneForbiddenAddressIsRefused() throws Exception {
        var resolver =
                new CheckedResolver(
                        _ ->
                                new InetAddress[] {
                                    InetAddress.ofLiteral("127.0.0.1"),
                                    InetAddress.ofLiteral("10.0.0.1")
                                },
                        AssetDownloadIT::isFirst);

        try (var download = resolving(resolver)) {
            assertThat(fetched("http://both.test:" + port() + "/file", download))
                    .isEqualTo("INVALID_URL: The address is not public");
        }
    }

    private static AssetDownload resolving(CheckedResolver resolver) {
        return new AssetDownload(
                AssetTrial.limits(DataSize.ofBytes(1_000)), resolver, AssetTrial.CLOCK);
    }
}
