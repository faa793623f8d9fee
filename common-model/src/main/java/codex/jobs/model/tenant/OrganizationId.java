package codex.jobs.model.tenant;

import java.util.regex.Pattern;

/// A tenant, named by its alias. It is the first component of every key, so it cannot be empty and
/// holds only characters that are safe in database, index, topic and object names.
public record OrganizationId(String value) {

    private static final Pattern RULE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    public OrganizationId {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("Not an organization id");
        }
    }

    public static boolean isValid(String value) {
        return RULE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
