package codex.jobs.api.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Those arguments of a mutation that may be kept: they name what it is about. All others are left
/// out, since one of them may be a secret some day.
final class AuditArguments {

    private static final Set<String> KEPT =
            Set.of(
                    "baseEnvironmentId",
                    "baseSiteId",
                    "cause",
                    "cronExpression",
                    "deliveryId",
                    "dryRun",
                    "enabled",
                    "environmentId",
                    "failedItemsOnly",
                    "fieldAlias",
                    "fileKey",
                    "force",
                    "id",
                    "idempotencyKey",
                    "jobId",
                    "jobName",
                    "jobType",
                    "key",
                    "limit",
                    "model",
                    "name",
                    "newEnvironmentAlias",
                    "newSiteAlias",
                    "pause",
                    "perSecond",
                    "reason",
                    "recurringJobId",
                    "scheduledTime",
                    "siteId",
                    "targetEnvironmentId",
                    "taskType",
                    "uploadId",
                    "webhookId");

    private static final int LONGEST = 500;

    private AuditArguments() {}

    /// @param arguments as they were given; an input object's fields count as arguments
    static Map<String, String> of(Map<String, Object> arguments) {
        var kept = new LinkedHashMap<String, String>();
        arguments.forEach((name, value) -> {
            if (value instanceof Map<?, ?> input) {
                input.forEach((field, given) -> keep(kept, String.valueOf(field), given));
            } else {
                keep(kept, name, value);
            }
        });
        return kept;
    }

    private static void keep(Map<String, String> kept, String name, @Nullable Object value) {
        if (value != null && KEPT.contains(name)) {
            var text = value.toString();
            kept.put(name, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        }
    }
}
