package codex.jobs.model.tenant;

import java.util.regex.Pattern;

/// The id of an environment, unique within its organization and never reused.
public record EnvironmentId(String value) {

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public EnvironmentId {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("Not an environment id");
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
