package codex.jobs.stores.search;

import codex.jobs.stores.StoresProperties;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

/// How we reach OpenSearch; user and password may stand in the address.
final class SearchClients {

    private SearchClients() {}

    static OpenSearchClient client(StoresProperties.Opensearch settings) {
        var uri = settings.uri();
        var connections =
                PoolingAsyncClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                        .setSocketTimeout(Timeout.of(settings.socketTimeout()))
                                        .build())
                        .build();
        var builder =
                ApacheHttpClient5TransportBuilder.builder(
                                new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()))
                        .setHttpClientConfigCallback(
                                http -> http.setConnectionManager(connections));
        var authorization = authorization(uri);
        if (authorization != null) {
            builder.setDefaultHeaders(
                    new BasicHeader[] {new BasicHeader("Authorization", authorization)});
        }
        return new OpenSearchClient(builder.build());
    }

    private static @Nullable String authorization(URI uri) {
        var user = uri.getUserInfo();
        return user == null
                ? null
                : "Basic "
                        + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }
}
