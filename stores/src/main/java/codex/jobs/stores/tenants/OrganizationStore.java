package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.mongo.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

/// The organizations.
public final class OrganizationStore {

    private final MongoTemplate mongo;

    OrganizationStore(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /// Fails with `DuplicateKeyException` if there is one of that id.
    public void insert(Organization organization) {
        mongo.insert(organization, Collections.ORGANIZATIONS);
    }

    public Optional<Organization> find(OrganizationId organization) {
        return Optional.ofNullable(
                mongo.findById(organization, Organization.class, Collections.ORGANIZATIONS));
    }

    /// All of them, by id.
    public List<Organization> list() {
        return mongo.find(
                new Query().with(Sort.by("_id")), Organization.class, Collections.ORGANIZATIONS);
    }
}
