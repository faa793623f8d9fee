package codex.jobs.model.tenant;

import java.util.Locale;
import java.util.regex.Pattern;

/// The name users give an environment: unique in its organization, compared without case, kept in
/// lower case (specification 3.0, "Environment aliases and ids").
public record EnvironmentAlias(String value) {

    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}[a-z0-9]");

    public EnvironmentAlias {
        value = value.toLowerCase(Locale.ROOT);
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("Not an environment alias");
        }
    }

    public static boolean isValid(String value) {
        return RULE.matcher(value.toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
