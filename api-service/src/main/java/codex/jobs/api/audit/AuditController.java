package codex.jobs.api.audit;

import codex.jobs.api.graphql.Paging;
import codex.jobs.api.graphql.Violations;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.audit.AuditOutcome;
import codex.jobs.stores.audit.AuditQuery;
import codex.jobs.stores.audit.AuditRecord;
import codex.jobs.stores.audit.AuditStore;
import codex.jobs.stores.jobs.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/// `auditLog`.
@Controller
class AuditController {

    private static final int LONGEST_TEXT = 256;
    private static final int MOST_ACTIONS = 50;

    private final AuditStore store;

    AuditController(AuditStore store) {
        this.store = store;
    }

    /// Which records; what is not given is no condition.
    record AuditFilterInput(
            @Nullable List<String> actions,
            @Nullable String actorId,
            @Nullable String apiKeyId,
            @Nullable String targetId,
            @Nullable List<AuditOutcome> outcomes,
            @Nullable Instant from,
            @Nullable Instant to) {

        static final AuditFilterInput ALL =
                new AuditFilterInput(null, null, null, null, null, null, null);

        void check() {
            var violations = new Violations("filter");
            violations.checkText("actorId", actorId, LONGEST_TEXT);
            violations.checkText("apiKeyId", apiKeyId, LONGEST_TEXT);
            violations.checkText("targetId", targetId, LONGEST_TEXT);
            if (actions != null && actions.size() > MOST_ACTIONS) {
                violations.add(
                        ErrorCode.BAD_USER_INPUT, "actions", "At most " + MOST_ACTIONS + ".");
            }
            violations.throwIfAny();
        }
    }

    @QueryMapping
    Page<AuditRecord> auditLog(
            @Argument @Nullable AuditFilterInput filter,
            @Argument @Nullable Integer offset,
            @Argument @Nullable Integer limit,
            @ContextValue Caller caller) {
        caller.require(Role.ADMIN);
        var asked = Objects.requireNonNullElse(filter, AuditFilterInput.ALL);
        asked.check();
        var page = Paging.LOGS.of(offset, limit);
        return store.search(
                new AuditQuery(
                        caller.organization(),
                        Objects.requireNonNullElse(asked.actions(), List.of()),
                        asked.actorId(),
                        asked.apiKeyId(),
                        asked.targetId(),
                        Objects.requireNonNullElse(asked.outcomes(), List.of()),
                        asked.from(),
                        asked.to(),
                        page.offset(),
                        page.limit()));
    }

    @SchemaMapping(typeName = "AuditEntry")
    @Nullable String apiKeyId(AuditRecord record) {
        return record.apiKey();
    }

    @SchemaMapping(typeName = "AuditEntry")
    @Nullable String targetId(AuditRecord record) {
        return record.target();
    }

    /// One argument, as it was given.
    record KeyValue(String key, String value) {}

    @SchemaMapping(typeName = "AuditEntry")
    List<KeyValue> arguments(AuditRecord record) {
        return record.arguments().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new KeyValue(entry.getKey(), entry.getValue()))
                .toList();
    }
}
