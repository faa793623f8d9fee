package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A credential. The token itself is never stored, only its digest.
///
/// @param id digest of the token, see [#digest]
public record ApiKey(
        String id,
        OrganizationId organization,
        Actor actor,
        Role role,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    /// Lower-case hex SHA-256. Tokens are long and random, so a plain digest cannot be reversed.
    public static String digest(String token) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    public boolean isValidAt(Instant now) {
        return (expiresAt == null || expiresAt.isAfter(now))
                && (revokedAt == null || revokedAt.isAfter(now));
    }
}
