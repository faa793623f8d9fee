package codex.jobs.api.security;

import codex.jobs.api.ApiProperties;
import codex.jobs.stores.tenants.ApiKey;
import codex.jobs.stores.tenants.ApiKeyStore;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Token → key, if the key is valid now. What was found is believed for a few seconds, so that a
/// busy client costs one lookup now and then; what was not found is looked up again.
@Component
final class Credentials {

    private static final int MOST_KEPT = 10_000;

    /// Longer texts are no tokens of ours; they are not even hashed.
    private static final int MAX_LENGTH = 512;

    private final ApiKeyStore keys;
    private final InstantSource time;
    private final Cache<String, ApiKey> known;

    Credentials(ApiKeyStore keys, InstantSource time, ApiProperties properties) {
        this.keys = keys;
        this.time = time;
        this.known =
                Caffeine.newBuilder()
                        .maximumSize(MOST_KEPT)
                        .expireAfterWrite(properties.credentialsKeptFor())
                        .build();
    }

    Optional<ApiKey> find(String token) {
        if (token.isEmpty() || token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var found =
                Optional.ofNullable(known.getIfPresent(token)).or(() -> keys.findByToken(token));
        found.ifPresent(key -> known.asMap().putIfAbsent(token, key));
        return found.filter(key -> key.isValidAt(time.instant()));
    }
}
