package codex.jobs.worker.handlers.assets;

import codex.jobs.stores.outside.CheckedResolver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/// Downloads assets from servers that nobody here knows (specification 3.1, "Download rules"): from
/// public addresses only, checked again at every redirect, within limits of size and time. Safe for
/// use by many threads.
public final class AssetDownload implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 256;
    private static final int HOSTS = 256;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);
    private static final Http1Config HEADERS =
            Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(16 * 1024).build();

    private final AssetProperties limits;
    private final InstantSource clock;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService alarms =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("download-alarms").factory());

    /// Hosts share one by chance now and then, which only slows them down.
    private final Semaphore[] hosts;

    /// @param isAllowed which addresses may be reached: [PublicAddresses#has]
    public AssetDownload(
            AssetProperties limits, Predicate<InetAddress> isAllowed, InstantSource clock) {
        this(limits, new CheckedResolver(InetAddress::getAllByName, isAllowed), clock);
    }

    AssetDownload(AssetProperties limits, CheckedResolver resolver, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.hosts =
                Stream.generate(() -> new Semaphore(limits.perHost()))
                        .limit(HOSTS)
                        .toArray(Semaphore[]::new);
        var timeout = Timeout.of(limits.connectTimeout());
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setConnectionFactory(
                                ManagedHttpClientConnectionFactory.builder()
                                        .http1Config(HEADERS)
                                        .build())
                        .setMaxConnPerRoute(limits.perHost())
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(timeout)
                                        .setSocketTimeout(timeout)
                                        .build())
                        .build();
        // No proxy either: it would look up names on its own.
        this.client =
                HttpClients.custom()
                        .setConnectionManager(connections)
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectionRequestTimeout(Timeout.of(limits.total()))
                                        .setResponseTimeout(timeout)
                                        // some servers stumble over the offer
                                        .setProtocolUpgradeEnabled(false)
                                        .build())
                        .setUserAgent("codex-jobs")
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableAutomaticRetries()
                        .disableContentCompression()
                        .build();
    }

    /// What came of one download.
    sealed interface Download {

        record Done(Intake intake) implements Download {}

        record Failed(Fetched.Refused why) implements Download {}
    }

    /// What came of one try.
    private sealed interface Try {

        record Ended(Download download) implements Try {}

        record Redirected(URI target) implements Try {}

        /// It may work later.
        record Again(String reason, Duration after) implements Try {}
    }

    /// Downloads into a file. Waits for its turn with the host, and between tries.
    ///
    /// @param address as [AssetAddress] accepts them
    Download fetch(URI address, Path file) throws InterruptedException {
        var end = clock.instant().plus(limits.total());
        var pause = limits.pause();
        var reason = "";
        for (var number = 1; number <= limits.tries(); number++) {
            switch (followed(address, file, end.toEpochMilli())) {
                case Try.Ended(var download) -> {
                    return download;
                }
                case Try.Redirected _ -> {
                    return failed("More than " + limits.redirects() + " redirects");
                }
                case Try.Again(var why, var after) -> {
                    reason = why;
                    var wait = after.compareTo(pause) > 0 ? after : pause;
                    pause = pause.multipliedBy(2);
                    if (number < limits.tries()) {
                        if (clock.instant().plus(wait).isAfter(end)) {
                            return failed(reason);
                        }
                        Thread.sleep(wait);
                    }
                }
            }
        }
        return failed(reason);
    }

    private Try followed(URI address, Path file, long end) throws InterruptedException {
        var target = address;
        for (var redirects = 0; ; redirects++) {
            var result = inTurn(target, file, end, redirects > 0);
            if (!(result instanceof Try.Redirected(var next)) || redirects == limits.redirects()) {
                return result;
            }
            target = next;
        }
    }

    private Try inTurn(URI target, Path file, long end, boolean isRedirected)
            throws InterruptedException {
        var host = hosts[Math.floorMod(target.getHost().hashCode(), HOSTS)];
        if (!host.tryAcquire(end - clock.millis(), TimeUnit.MILLISECONDS)) {
            return tooLate();
        }
        try {
            return once(target, file, end, isRedirected);
        } finally {
            host.release();
        }
    }

    private Try once(URI target, Path file, long end, boolean isRedirected)
            throws InterruptedException {
        var request = new HttpGet(target);
        var alarm =
                alarms.schedule(
                        request::cancel, Math.max(1, end - clock.millis()), TimeUnit.MILLISECONDS);
        try (var response = client.executeOpen(HttpHost.create(target), request, null)) {
            try {
                return answered(response, target, file);
            } finally {
                // Closing alone would read what is left, however much that is.
                request.cancel();
            }
        } catch (CheckedResolver.Forbidden _) {
            var refused =
                    isRedirected
                            ? Fetched.failed("Redirected to an address that is not public")
                            : new Fetched.Refused("INVALID_URL", "The address is not public");
            return new Try.Ended(new Download.Failed(refused));
        } catch (TooLarge _) {
            return new Try.Ended(new Download.Failed(tooLarge(limits)));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return clock.millis() >= end ? tooLate() : new Try.Again(reason(e), Duration.ZERO);
        } finally {
            alarm.cancel(false);
        }
    }

    private Try answered(ClassicHttpResponse response, URI address, Path file)
            throws IOException, TooLarge {
        var status = response.getCode();
        var entity = response.getEntity();
        return switch (status) {
            case 200 -> {
                if (entity == null) {
                    yield ended("The server answered without content");
                }
                if (entity.getContentLength() > limits.maxSize().toBytes()) {
                    throw new TooLarge();
                }
                yield new Try.Ended(
                        new Download.Done(
                                Intake.copy(
                                        entity.getContent(), file, limits.maxSize().toBytes())));
            }
            case 301, 302, 303, 307, 308 ->
                    redirect(response, address)
                            .<Try>map(Try.Redirected::new)
                            .orElseGet(() ->
                                    ended("Redirected to what is no address, HTTP " + status));
            case 408, 425, 429, 500, 502, 503, 504 ->
                    new Try.Again("The server answered HTTP " + status, retryAfter(response));
            default -> ended("The server answered HTTP " + status);
        };
    }

    private static Optional<URI> redirect(ClassicHttpResponse response, URI address) {
        var location = response.getFirstHeader("Location");
        if (location == null || location.getValue() == null) {
            return Optional.empty();
        }
        try {
            return AssetAddress.of(address.resolve(location.getValue()).toString());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Duration retryAfter(ClassicHttpResponse response) {
        var header = response.getFirstHeader("Retry-After");
        if (header == null || !header.getValue().matches("\\d{1,5}")) {
            return Duration.ZERO;
        }
        var wanted = Duration.ofSeconds(Long.parseLong(header.getValue()));
        return wanted.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wanted;
    }

    private static String reason(IOException e) {
        return switch (e) {
            case UnknownHostException _ -> "There is no such host";
            case InterruptedIOException _ -> "The server took too long to answer";
            case SSLException _ -> "No secure connection could be made";
            case ConnectException _ -> "The server could not be reached";
            default -> "The connection broke";
        };
    }

    private Try tooLate() {
        return ended("It took longer than " + limits.total().toSeconds() + " seconds");
    }

    private static Try ended(String message) {
        return new Try.Ended(failed(message));
    }

    private static Download failed(String message) {
        return new Download.Failed(Fetched.failed(message));
    }

    static Fetched.Refused tooLarge(AssetProperties limits) {
        return new Fetched.Refused(
                "TOO_LARGE", "The file is larger than " + limits.maxSize().toBytes() + " bytes");
    }

    @Override
    public void close() throws IOException {
        alarms.shutdownNow();
        client.close();
    }
}
