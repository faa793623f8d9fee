package codex.jobs.stores.search;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import codex.jobs.embedded.Part;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.Stores;
import codex.jobs.stores.StoresProperties;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opensearch.client.json.JsonData;
import org.opensearch.client.opensearch.OpenSearchClient;

/// A search engine that refuses everything for a while, as one does whose memory is short.
@Timeout(60)
class BusySearchIT {

    private static final Scope SCOPE =
            new Scope(new OrganizationId("busy"), new EnvironmentId("main"), 1);
    private static final String LIMIT = "indices.breaker.total.limit";
    private static final String USUAL = "70%";

    @RegisterExtension
    static final Stores stores = Stores.with(Part.MONGODB, Part.KAFKA, Part.S3, Part.OPENSEARCH);

    private final IndexWriter writer = stores.get(IndexWriter.class);
    private final OpenSearchClient client =
            SearchClients.client(stores.get(StoresProperties.class).opensearch());

    @AfterEach
    void relieve() throws IOException {
        limit(USUAL);
        client._transport().close();
    }

    @Test
    void whatItRefusesForAMomentIsWrittenAfterwards() throws Exception {
        assertThat(write("first")).isEmpty();
        limit("1b");
        var writing = supplyAsync(() -> write("second"));

        await().during(Duration.ofMillis(500)).until(() -> !writing.isDone());
        limit(USUAL);

        assertThat(writing.get(30, TimeUnit.SECONDS)).isEmpty();
        assertThat(writer.count(SCOPE, SearchIndex.TAGS)).isEqualTo(2);
    }

    private Map<String, String> write(String id) {
        return writer.write(
                SCOPE, SearchIndex.TAGS, Map.of(id, Map.of("key", id, "name", id)), List.of());
    }

    /// How much memory requests may take.
    private void limit(String memory) throws IOException {
        client.cluster().putSettings(settings -> settings.transient_(LIMIT, JsonData.of(memory)));
    }
}
