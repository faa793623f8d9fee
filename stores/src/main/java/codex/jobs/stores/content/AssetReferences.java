package codex.jobs.stores.content;

import static com.mongodb.client.model.Filters.in;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Driver;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.data.mongodb.core.MongoTemplate;

/// Which bytes the assets of an organization refer to, wherever they are: in any environment, a
/// generation that is live, replaced or being built, a draft or a trash.
public final class AssetReferences {

    static final String IN_ASSETS = "file.sha256";
    static final String IN_TRASH = "document.file.sha256";

    private static final String ASSETS = "." + ContentKind.ASSETS.slug();
    private static final String TRASH = "." + ContentKind.TRASH.slug();

    private final ContentDatabases databases;

    AssetReferences(ContentDatabases databases) {
        this.databases = databases;
    }

    /// Those of the hashes that an asset has. One that moves meanwhile may be overlooked, unless it
    /// goes into a trash.
    ///
    /// @param hashes SHA-256 in lower-case hex digits
    public Set<String> among(OrganizationId organization, Collection<String> hashes) {
        var found = new HashSet<String>();
        if (hashes.isEmpty()) {
            return found;
        }
        var database = databases.of(organization);
        // What is deleted is in the trash before it leaves the assets.
        add(database, ASSETS, IN_ASSETS, hashes, found);
        add(database, TRASH, IN_TRASH, hashes, found);
        return found;
    }

    private static void add(
            MongoTemplate database,
            String collections,
            String field,
            Collection<String> hashes,
            Set<String> found) {
        for (var name : database.getCollectionNames()) {
            if (name.endsWith(collections)) {
                Driver.call(
                        database,
                        name,
                        stored ->
                                stored.distinct(field, in(field, hashes), String.class)
                                        .into(found));
            }
        }
    }
}
