package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.core.MongoTemplate;

/// The environments of each organization. Stored under `<organization>/<id>`.
public final class EnvironmentStore {

    private static final String ID = "_id";

    private final MongoTemplate mongo;

    EnvironmentStore(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /// Fails with `DuplicateKeyException` if the organization has one with that id or alias.
    public void insert(Environment environment) {
        var document = document(environment);
        Driver.call(mongo, Collections.ENVIRONMENTS, stored -> stored.insertOne(document));
    }

    Document document(Environment environment) {
        var document = new Document();
        mongo.getConverter().write(environment, document);
        document.put(ID, new EnvironmentKey(environment.organization(), environment.id()).value());
        return document;
    }

    public Optional<Environment> find(OrganizationId organization, EnvironmentId environment) {
        return first(new EnvironmentKey(organization, environment).filter());
    }

    public Optional<Environment> findByAlias(OrganizationId organization, EnvironmentAlias alias) {
        return first(
                Filters.and(
                        Filters.eq("organization", organization.value()),
                        Filters.eq("alias", alias.value())));
    }

    /// The environment that is meant where none is named.
    public Optional<Environment> defaultOf(OrganizationId organization) {
        return first(
                Filters.and(
                        Filters.eq("organization", organization.value()),
                        Filters.eq("isDefault", true)));
    }

    /// All of an organization's, by alias.
    public List<Environment> list(OrganizationId organization) {
        return Driver.call(
                mongo,
                Collections.ENVIRONMENTS,
                stored ->
                        stored.find(Filters.eq("organization", organization.value()))
                                .sort(Sorts.ascending("alias"))
                                .map(this::environment)
                                .into(new ArrayList<>()));
    }

    private Optional<Environment> first(Bson filter) {
        return Optional.ofNullable(
                        mongo.execute(
                                Collections.ENVIRONMENTS, stored -> stored.find(filter).first()))
                .map(this::environment);
    }

    private Environment environment(Document document) {
        var key = document.getString(ID);
        document.put(ID, key.substring(key.indexOf('/') + 1));
        return mongo.getConverter().read(Environment.class, document);
    }
}
