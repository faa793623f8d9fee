package codex.jobs.stores.content;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import com.mongodb.client.MongoClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/// Where content lies: a database per organization, a collection per kind and generation.
public final class ContentDatabases {

    private final MongoClient client;
    private final Map<OrganizationId, MongoTemplate> templates = new ConcurrentHashMap<>();

    ContentDatabases(MongoClient client) {
        this.client = client;
    }

    /// The name of the organization's database.
    public static String database(OrganizationId organization) {
        return "org_" + organization.value();
    }

    /// The name of a kind's collection.
    public static String collection(Scope scope, ContentKind kind) {
        return scope.environment().value() + ".g" + scope.generation() + "." + kind.slug();
    }

    MongoTemplate of(OrganizationId organization) {
        return templates.computeIfAbsent(
                organization,
                _ ->
                        new MongoTemplate(
                                new SimpleMongoClientDatabaseFactory(
                                        client, database(organization))));
    }
}
