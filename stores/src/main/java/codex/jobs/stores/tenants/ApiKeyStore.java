package codex.jobs.stores.tenants;

import codex.jobs.stores.mongo.Collections;
import java.util.Optional;
import org.springframework.data.mongodb.core.MongoTemplate;

/// The credentials, found by the digest of their token.
public final class ApiKeyStore {

    private final MongoTemplate mongo;

    ApiKeyStore(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /// Fails with `DuplicateKeyException` if the same token was stored before.
    public void insert(ApiKey key) {
        mongo.insert(key, Collections.API_KEYS);
    }

    /// Also one that has expired or was revoked: ask [ApiKey#isValidAt].
    public Optional<ApiKey> findByToken(String token) {
        return Optional.ofNullable(
                mongo.findById(ApiKey.digest(token), ApiKey.class, Collections.API_KEYS));
    }
}
