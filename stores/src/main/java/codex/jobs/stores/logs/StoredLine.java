package codex.jobs.stores.logs;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import codex.jobs.model.tenant.OrganizationId;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;

/// A line as its document: the same components, under the name that MongoDB wants for the first.
/// Public for the driver, which reads it by reflection; of use to nobody else.
///
/// @param expiresAt when the database may forget it
public record StoredLine(
        @BsonId LogId id,
        OrganizationId organization,
        JobId job,
        @Nullable TaskId task,
        int attempt,
        long sequence,
        Instant loggedAt,
        LogType type,
        String message,
        @Nullable String code,
        @Nullable Long itemIndex,
        @Nullable String itemId,
        @Nullable String externalId,
        @Nullable String path,
        Instant expiresAt) {

    static StoredLine of(LogLine line, Instant expiresAt) {
        return new StoredLine(
                line.id(),
                line.organization(),
                line.job(),
                line.task(),
                line.attempt(),
                line.sequence(),
                line.loggedAt(),
                line.type(),
                line.message(),
                line.code(),
                line.itemIndex(),
                line.itemId(),
                line.externalId(),
                line.path(),
                expiresAt);
    }

    LogLine line() {
        return new LogLine(
                id,
                organization,
                job,
                task,
                attempt,
                sequence,
                loggedAt,
                type,
                message,
                code,
                itemIndex,
                itemId,
                externalId,
                path);
    }
}
