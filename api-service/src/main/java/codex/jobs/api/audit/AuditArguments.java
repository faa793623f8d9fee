package codex.jobs.api.audit;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Those arguments of a mutation that may be kept: they say what it is about. All others are left
/// out, since one of them may be a secret some day.
final class AuditArguments {

    private static final Set<String> KEPT =
            Set.of(
                    "baseEnvironmentId",
                    "baseSiteId",
                    "cause",
                    "conflictMode",
                    "cronExpression",
                    "deleteContentTaskTypes",
                    "deliveryId",
                    "dryRun",
                    "enabled",
                    "environmentId",
                    "events",
                    "failedItemsOnly",
                    "fieldAlias",
                    "fileKey",
                    "filter",
                    "force",
                    "format",
                    "gapPolicy",
                    "id",
                    "idempotencyKey",
                    "isDeleteFieldJob",
                    "jobId",
                    "jobName",
                    "jobType",
                    "key",
                    "limit",
                    "maxErrors",
                    "model",
                    "name",
                    "newEnvironmentAlias",
                    "newEnvironmentDisplayName",
                    "newSiteAlias",
                    "newSiteName",
                    "overlapPolicy",
                    "pause",
                    "perSecond",
                    "reason",
                    "recurringJobId",
                    "scheduledTime",
                    "siteId",
                    "targetEnvironmentId",
                    "taskType",
                    "timeZone",
                    "uploadId",
                    "webhookId");

    /// Of an address only where it leads: what follows the host may be what opens it.
    private static final String ADDRESS = "url";

    private static final int LONGEST = 500;

    /// A filter says which entries were deleted: all but the longest are kept whole.
    private static final int LONGEST_FILTER = 8_192;

    private static final String CUT = "…";

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
        if (value == null) {
            return;
        }
        if (name.equals(ADDRESS)) {
            origin(value.toString()).ifPresent(origin -> kept.put(name, origin));
        } else if (KEPT.contains(name)) {
            kept.put(name, cut(text(value), name.equals("filter") ? LONGEST_FILTER : LONGEST));
        }
    }

    private static String text(Object value) {
        return value instanceof Collection<?> many
                ? many.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : value.toString();
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest - CUT.length()) + CUT : text;
    }

    private static Optional<String> origin(String address) {
        try {
            var uri = new URI(address);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return Optional.of(cut(uri.getScheme() + "://" + uri.getHost() + port, LONGEST));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
