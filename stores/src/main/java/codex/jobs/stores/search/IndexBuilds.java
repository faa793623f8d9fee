package codex.jobs.stores.search;

import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.StoresProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.opensearch._types.OpenSearchException;
import org.opensearch.client.opensearch.indices.update_aliases.Action;
import org.opensearch.client.opensearch.tasks.GetTasksResponse;

/// Builds the indices of a generation beside those that readers find, and makes them visible. Every
/// call may be repeated; all throw [SearchAway] if the search engine is away.
public final class IndexBuilds implements AutoCloseable {

    private static final int NOT_FOUND = 404;

    private final OpenSearchClient client;

    IndexBuilds(StoresProperties properties) {
        client = SearchClients.client(properties.opensearch());
    }

    /// Creates an index that no alias leads to, if it does not exist yet.
    public void create(Scope scope, SearchIndex index) {
        ask(() -> {
            try {
                client.indices()
                        .create(create ->
                                create.index(index.physical(scope))
                                        .settings(settings ->
                                                settings.numberOfShards(1).numberOfReplicas(0))
                                        .mappings(Mappings.of(index)));
            } catch (OpenSearchException e) {
                if (!"resource_already_exists_exception".equals(e.error().type())) {
                    throw e;
                }
            }
            return index;
        });
    }

    /// Has the search engine copy a whole index, which goes on by itself.
    ///
    /// @return the name under which to ask how far it is
    public String startCopy(Scope from, Scope to, SearchIndex index) {
        return ask(() -> {
            var answer =
                    client.reindex(copy ->
                            copy.source(source -> source.index(index.physical(from)))
                                    .dest(target -> target.index(index.physical(to)))
                                    .waitForCompletion(false));
            return Objects.requireNonNull(answer.task());
        });
    }

    /// How far a copy is.
    ///
    /// @param ended whether nothing more happens, for whatever reason: count what is there
    public record Copied(long documents, boolean ended) {}

    /// A copy that the search engine has forgotten has ended.
    public Copied copied(String copy) {
        return ask(() -> {
            try {
                var answer = client.tasks().get(get -> get.taskId(copy));
                return new Copied(documents(answer), answer.completed());
            } catch (OpenSearchException e) {
                if (e.status() != NOT_FOUND) {
                    throw e;
                }
                return new Copied(0, true);
            }
        });
    }

    private static long documents(GetTasksResponse answer) {
        var status = answer.task().status();
        return status == null
                ? 0
                : Stream.of(status.created(), status.updated())
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum();
    }

    /// Ends a copy early; nothing happens if it has ended.
    public void stopCopy(String copy) {
        ask(() -> {
            try {
                return client.tasks().cancel(cancel -> cancel.taskId(copy));
            } catch (OpenSearchException e) {
                return e;
            }
        });
    }

    public boolean exists(Scope scope, SearchIndex index) {
        var name = index.physical(scope);
        return ask(() -> client.indices().exists(check -> check.index(name)).value());
    }

    /// Leads all aliases of the environment to this generation, and to no other, in one step.
    public void pointAliases(Scope scope) {
        var actions = new ArrayList<Action>();
        for (var index : SearchIndex.values()) {
            var alias = index.alias(scope);
            actions.add(
                    Action.of(action ->
                            action.remove(remove ->
                                    remove.index(alias + ".g*").alias(alias).mustExist(false))));
            actions.add(
                    Action.of(action ->
                            action.add(add -> add.index(index.physical(scope)).alias(alias))));
        }
        ask(() -> client.indices().updateAliases(update -> update.actions(actions)));
    }

    /// Removes one index, to build it anew.
    public void drop(Scope scope, SearchIndex index) {
        drop(List.of(index.physical(scope)));
    }

    /// Removes all indices of a generation.
    public void drop(Scope scope) {
        drop(Stream.of(SearchIndex.values()).map(index -> index.physical(scope)).toList());
    }

    /// Removes all indices of all generations of an environment.
    public void drop(OrganizationId organization, EnvironmentId environment) {
        var all = (organization + "." + environment + ".").toLowerCase(Locale.ROOT) + "*";
        drop(
                ask(() ->
                        client.indices()
                                .get(get ->
                                        get.index(all).ignoreUnavailable(true).allowNoIndices(true))
                                .result()
                                .keySet()));
    }

    private void drop(Collection<String> names) {
        if (!names.isEmpty()) {
            ask(() ->
                    client.indices()
                            .delete(delete ->
                                    delete.index(List.copyOf(names)).ignoreUnavailable(true)));
        }
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw new SearchAway(e);
        }
    }

    @Override
    public void close() throws IOException {
        client._transport().close();
    }
}
