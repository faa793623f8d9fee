package codex.jobs.stores.tenants;

import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A credential. The token itself is never stored, only its digest.
///
/// @param id digest of the token, see [#digest]
/// @param publicId what the key may be called in front of others; where none is stored, one that
///   follows from the digest, always the same
public record ApiKey(
        String id,
        String publicId,
        OrganizationId organization,
        Actor actor,
        Role role,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    private static final int DERIVED_LENGTH = 16;

    public ApiKey {
        // A digest of the digest: whoever sees it cannot tell what is stored.
        publicId =
                Objects.requireNonNullElseGet(
                        publicId, () -> digest(id).substring(0, DERIVED_LENGTH));
    }

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
