package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.mongo.Text;
import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;

/// Whether what an input names is there, in the content of an environment.
public final class ContentReferences {

    private static final int DELETED_MODEL = 2;

    private final MongoClient client;

    ContentReferences(MongoClient client) {
        this.client = client;
    }

    /// Whether the site exists and is ready.
    public boolean siteExists(Scope scope, String id) {
        return exists(
                scope, "sites", Filters.and(Filters.eq("_id", id), Filters.eq("status", "READY")));
    }

    /// Whether there is a model with this id or alias that is not deleted; aliases are compared
    /// without case.
    public boolean modelExists(Scope scope, String idOrAlias) {
        var alias =
                Pattern.compile(
                        "^" + Text.containing(idOrAlias).pattern() + "$", Pattern.CASE_INSENSITIVE);
        return exists(scope, "models", model(Filters.eq("_id", idOrAlias)))
                || exists(scope, "models", model(Filters.regex("alias", alias)));
    }

    private static Bson model(Bson which) {
        return Filters.and(which, Filters.ne("status", DELETED_MODEL));
    }

    private boolean exists(Scope scope, String kind, Bson which) {
        return client.getDatabase("org_" + scope.organization())
                        .getCollection(scope.environment() + ".g" + scope.generation() + "." + kind)
                        .find(which)
                        .limit(1)
                        .first()
                != null;
    }
}
