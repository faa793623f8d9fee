package codex.jobs.api.webhooks;

import codex.jobs.stores.outside.CheckedResolver;
import codex.jobs.stores.outside.PublicAddresses;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Posts to servers that nobody here knows: at public addresses and those that the operator allows,
/// where a name leads when the connection is made. It follows no redirect, reads no answer beyond
/// its status, and gives up in time. Safe for use by many threads.
@Component
final class WebhookClient implements AutoCloseable {

    private static final Http1Config HEADERS =
            Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(16 * 1024).build();

    private final WebhookProperties limits;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService alarms =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("webhook-alarms").factory());

    WebhookClient(WebhookProperties limits) {
        this.limits = limits;
        var answer = Timeout.of(limits.answerTimeout());
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(
                                new CheckedResolver(InetAddress::getAllByName, this::isAllowed))
                        .setConnectionFactory(
                                ManagedHttpClientConnectionFactory.builder()
                                        .http1Config(HEADERS)
                                        .build())
                        .setMaxConnPerRoute(limits.atOnce())
                        .setMaxConnTotal(limits.atOnce())
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(limits.connectTimeout()))
                                        .setSocketTimeout(answer)
                                        .build())
                        .build();
        // No proxy: it would look up names on its own.
        this.client =
                HttpClients.custom()
                        .setConnectionManager(connections)
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setConnectionRequestTimeout(answer)
                                        .setResponseTimeout(answer)
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

    boolean isAllowed(InetAddress address) {
        return PublicAddresses.has(address)
                || limits.allowedNetworks().stream().anyMatch(network -> network.has(address));
    }

    /// What a receiver has answered.
    ///
    /// @param status of HTTP; null if there was no answer
    /// @param error why there was none, for the webhook's owner
    record Answer(@Nullable Integer status, @Nullable String error) {

        boolean isAccepted() {
            return status != null && status >= 200 && status < 300;
        }
    }

    Answer post(URI address, Map<String, String> headers, String json) {
        var request = new HttpPost(address);
        headers.forEach(request::setHeader);
        request.setEntity(
                new StringEntity(
                        json, ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8)));
        var alarm =
                alarms.schedule(
                        request::abort,
                        limits.connectTimeout().plus(limits.answerTimeout()).toMillis(),
                        TimeUnit.MILLISECONDS);
        try (var response = client.executeOpen(HttpHost.create(address), request, null)) {
            var status = response.getCode();
            // what else it may want to say is cut off with the connection
            request.abort();
            return new Answer(status, null);
        } catch (IOException e) {
            return new Answer(null, request.isAborted() ? "TIMEOUT" : reason(e));
        } finally {
            alarm.cancel(false);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case CheckedResolver.Forbidden _ -> "ADDRESS_NOT_ALLOWED";
            case UnknownHostException _ -> "UNKNOWN_HOST";
            case SocketTimeoutException _ -> "TIMEOUT";
            case SSLException _ -> "TLS_FAILED";
            case ConnectException _ -> "CONNECTION_REFUSED";
            default -> "CONNECTION_FAILED";
        };
    }

    @Override
    public void close() throws IOException {
        alarms.shutdownNow();
        client.close();
    }
}
