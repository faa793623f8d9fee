package codex.jobs.stores.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import codex.jobs.embedded.Part;
import codex.jobs.embedded.Servers;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.Relay;
import codex.jobs.stores.Stores;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.failures.StoreFailure.Store;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What stores throw when they really go away, and in the middle of an answer.
@Timeout(60)
class StoreFailureIT {

    @RegisterExtension static final Servers servers = Servers.with(Part.MONGODB, Part.S3);

    /// More than the connections hold by themselves.
    private static final int LARGE = 32 << 20;

    private static final OrganizationId ORGANIZATION = new OrganizationId("failures");
    private static final Scope SCOPE = new Scope(ORGANIZATION, new EnvironmentId("main"), 1);

    @Test
    void anObjectThatBreaksOffIsAFailureOfTheObjectStore() throws Exception {
        var address = URI.create(property("codex.jobs.s3.endpoint"));
        try (var relay = Relay.cutTo(address.getHost(), address.getPort());
                var service =
                        Stores.application(
                                with("codex.jobs.s3.endpoint", "http://" + relay.address()))) {
            relay.mend();
            var blobs = service.getBean(BlobStore.class);
            var key = new BlobKey(ORGANIZATION, "large");
            blobs.put(key, new byte[LARGE], null);

            Throwable failure;
            try (var object = blobs.open(key)) {
                assertThat(object.read()).isZero();
                relay.cut();
                failure = catchThrowable(object::readAllBytes);
            }

            assertThat(failure).isInstanceOf(IOException.class);
            assertThat(StoreFailure.of(failure))
                    .contains(new StoreFailure(Store.OBJECT_STORE, true));
            assertThat(StoreFailure.of(catchThrowable(() -> blobs.open(key))))
                    .contains(new StoreFailure(Store.OBJECT_STORE, true));
        }
    }

    @Test
    void aSearchEngineThatHangsUpIsAFailureOfTheSearchEngine() throws Exception {
        try (var relay = Relay.cutTo("127.0.0.1", 1);
                var service =
                        Stores.application(
                                with("codex.jobs.opensearch.uri", "http://" + relay.address()))) {
            var writer = service.getBean(IndexWriter.class);
            var builds = service.getBean(IndexBuilds.class);

            assertThat(
                            List.of(
                                    catchThrowable(() ->
                                            writer.write(
                                                    SCOPE,
                                                    SearchIndex.ENTRIES,
                                                    Map.of("a", Map.of("b", "c")),
                                                    List.of())),
                                    catchThrowable(() -> writer.count(SCOPE, SearchIndex.URLS)),
                                    catchThrowable(() -> builds.drop(SCOPE))))
                    .allSatisfy(failure ->
                            assertThat(StoreFailure.of(failure))
                                    .contains(new StoreFailure(Store.SEARCH, true)));
        }
    }

    private static Map<String, String> with(String name, String value) {
        var properties = new HashMap<>(servers.properties());
        properties.put(name, value);
        return properties;
    }

    private static String property(String name) {
        return Objects.requireNonNull(servers.properties().get(name));
    }
}
