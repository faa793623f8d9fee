package codex.jobs.stores.search;

import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.StoresProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.opensearch.client.opensearch.core.bulk.BulkOperation;
import org.opensearch.client.opensearch.core.bulk.BulkResponseItem;

/// Writes documents into the indices of an environment, and takes them out, in bulk. Doing it again
/// changes nothing. An index is created with its alias when it is first written.
public final class IndexWriter implements AutoCloseable {

    private static final int NOT_FOUND = 404;
    private static final int ERRORS_FROM = 300;

    private final OpenSearchClient client;
    private final Set<String> ready = ConcurrentHashMap.newKeySet();

    IndexWriter(StoresProperties properties) {
        client = SearchClients.client(properties.opensearch());
    }

    /// Indexes `documents` by id and removes `gone`.
    ///
    /// @return what the index refused, as id → reason; everything else is done
    /// @throws SearchAway if the search engine is away, or has had too much to do for a while: try
    ///   again
    public Map<String, String> write(
            Scope scope,
            SearchIndex index,
            Map<String, Map<String, Object>> documents,
            Collection<String> gone) {
        if (documents.isEmpty() && gone.isEmpty()) {
            return Map.of();
        }
        var name = index.physical(scope);
        List<BulkOperation> operations = new ArrayList<>();
        documents.forEach((id, document) ->
                operations.add(
                        BulkOperation.of(one -> one.index(to -> to.id(id).document(document)))));
        gone.forEach(
                id -> operations.add(BulkOperation.of(one -> one.delete(from -> from.id(id)))));
        return WhileBusy.tryAgain(() -> {
            create(scope, index);
            var answer = client.bulk(bulk -> bulk.index(name).operations(operations));
            return answer.errors() ? refused(answer.items()) : Map.of();
        });
    }

    /// How many documents an index has, those written just now included.
    public long count(Scope scope, SearchIndex index) {
        var name = index.physical(scope);
        try {
            if (!client.indices().exists(check -> check.index(name)).value()) {
                return 0;
            }
            client.indices().refresh(refresh -> refresh.index(name));
            return client.count(count -> count.index(name)).count();
        } catch (IOException e) {
            throw new SearchAway(e);
        }
    }

    private static Map<String, String> refused(List<BulkResponseItem> items) throws IOException {
        var refused = new ConcurrentHashMap<String, String>();
        for (var item : items) {
            if (item.status() == SearchBusy.STATUS) {
                throw new SearchBusy();
            }
            var id = item.id();
            if (id != null && item.status() >= ERRORS_FROM && item.status() != NOT_FOUND) {
                var error = item.error();
                refused.put(id, error == null ? "refused" : String.valueOf(error.reason()));
            }
        }
        return refused;
    }

    private void create(Scope scope, SearchIndex index) throws IOException {
        var name = index.physical(scope);
        if (ready.contains(name)) {
            return;
        }
        try {
            client.indices()
                    .create(create ->
                            create.index(name)
                                    .settings(settings ->
                                            settings.numberOfShards(1).numberOfReplicas(0))
                                    .mappings(Mappings.of(index))
                                    .aliases(index.alias(scope), alias -> alias));
        } catch (OpenSearchException e) {
            if (!"resource_already_exists_exception".equals(e.error().type())) {
                throw e;
            }
        }
        ready.add(name);
    }

    @Override
    public void close() throws IOException {
        client._transport().close();
    }
}
