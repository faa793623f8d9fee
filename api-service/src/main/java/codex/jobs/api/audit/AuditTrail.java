package codex.jobs.api.audit;

import codex.jobs.api.ApiProperties;
import codex.jobs.api.security.Caller;
import codex.jobs.model.error.Rejected;
import codex.jobs.stores.audit.AuditEnd;
import codex.jobs.stores.audit.AuditOutcome;
import codex.jobs.stores.audit.AuditRecord;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The records of mutations, from their beginning to their end.
@Component
final class AuditTrail {

    private final AuditWrites writes;
    private final InstantSource time;
    private final ApiProperties.Audit audit;

    AuditTrail(AuditWrites writes, InstantSource time, ApiProperties properties) {
        this.writes = writes;
        this.time = time;
        this.audit = properties.audit();
    }

    /// Returns when the record is durable, or fails.
    ///
    /// @return its id
    String begin(
            Caller caller, @Nullable String address, String action, Map<String, String> arguments) {
        var now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        var record =
                new AuditRecord(
                        UUID.randomUUID().toString(),
                        caller.organization(),
                        now,
                        action,
                        caller.actor(),
                        caller.role(),
                        caller.apiKey(),
                        address,
                        arguments,
                        AuditOutcome.ATTEMPTED,
                        null,
                        arguments.getOrDefault("jobId", arguments.get("recurringJobId")),
                        now.plus(audit.keptFor(caller.organization())));
        writes.begin(record);
        return record.id();
    }

    void succeeded(String id, @Nullable String target) {
        writes.end(new AuditEnd(id, AuditOutcome.SUCCEEDED, null, target));
    }

    void failed(String id, Throwable failure) {
        var cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        writes.end(
                cause instanceof Rejected rejected
                        ? new AuditEnd(
                                id,
                                AuditOutcome.REFUSED,
                                rejected.violations().getFirst().code().name(),
                                null)
                        : new AuditEnd(id, AuditOutcome.FAILED, null, null));
    }
}
