package codex.jobs.api.webhooks;

import codex.jobs.api.graphql.Violations;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.webhook.PayloadField;
import codex.jobs.model.webhook.WebhookEvent;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonPointer;

/// What a webhook may be. Where a name leads is asked when something is delivered: it may change.
@Component
final class WebhookChecks {

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_URL = 2_048;
    private static final int MOST_FIELDS = 50;
    private static final int LONGEST_POINTER = 512;

    /// No names: nothing is looked up for these.
    private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Fa-f.:]+]|[0-9.]+");

    private final WebhookProperties properties;
    private final WebhookClient client;

    WebhookChecks(WebhookProperties properties, WebhookClient client) {
        this.properties = properties;
        this.client = client;
    }

    void check(
            Violations violations,
            @Nullable String name,
            @Nullable String url,
            @Nullable List<WebhookEvent> events,
            @Nullable List<PayloadField> payload) {
        violations.checkText("name", name, LONGEST_NAME);
        if (url != null && !isAddress(url)) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "url",
                    "Must be an https address of the public Internet, of up to "
                            + LONGEST_URL
                            + " characters, without user and fragment.");
        }
        if (events != null && events.isEmpty()) {
            violations.add(ErrorCode.BAD_USER_INPUT, "events", "At least one event.");
        }
        if (payload != null) {
            checkPayload(violations, payload);
        }
    }

    private static void checkPayload(Violations violations, List<PayloadField> payload) {
        if (payload.size() > MOST_FIELDS) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT, "payload", "At most " + MOST_FIELDS + " fields.");
            return;
        }
        var keys = new HashSet<String>();
        for (var i = 0; i < payload.size(); i++) {
            var field = payload.get(i);
            var path = "payload[" + i + "]";
            violations.checkText(path + ".key", field.key(), LONGEST_NAME);
            if (!keys.add(field.key())) {
                violations.add(ErrorCode.BAD_USER_INPUT, path + ".key", "Is there already.");
            }
            if (!isPointer(field.pointer())) {
                violations.add(
                        ErrorCode.BAD_USER_INPUT,
                        path + ".pointer",
                        "Must be a JSON pointer such as /object/id, of up to "
                                + LONGEST_POINTER
                                + " characters.");
            }
        }
    }

    private static boolean isPointer(String text) {
        try {
            return text.length() <= LONGEST_POINTER && JsonPointer.compile(text) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private boolean isAddress(String text) {
        if (text.length() > LONGEST_URL) {
            return false;
        }
        try {
            var url = new URI(text);
            var host = url.getHost();
            var isScheme =
                    "https".equalsIgnoreCase(url.getScheme())
                            || (properties.allowHttp() && "http".equalsIgnoreCase(url.getScheme()));
            return isScheme
                    && host != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && (!LITERAL.matcher(host).matches()
                            || client.isAllowed(InetAddress.ofLiteral(bare(host))));
        } catch (URISyntaxException | IllegalArgumentException _) {
            return false;
        }
    }
}
