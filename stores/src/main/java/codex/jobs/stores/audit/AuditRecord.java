package codex.jobs.stores.audit;

import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import java.time.Instant;
import java.util.Map;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/// One request to change something: who, what, when, from where, and how it ended.
///
/// @param action the mutation
/// @param apiKey the public id of the key that the request came with; null in records from before
///   keys had one
/// @param address of the client
/// @param arguments those that name something; never a secret
/// @param code why it was refused
/// @param target the id of what was created or changed
/// @param expiresAt when the database may forget it
public record AuditRecord(
        @BsonId String id,
        OrganizationId organization,
        Instant at,
        String action,
        Actor actor,
        Role role,
        @Nullable String apiKey,
        @Nullable String address,
        Map<String, String> arguments,
        AuditOutcome outcome,
        @Nullable String code,
        @Nullable String target,
        Instant expiresAt) {

    public AuditRecord {
        arguments = Map.copyOf(arguments);
    }
}
