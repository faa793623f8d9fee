package codex.jobs.model.job;

import java.util.regex.Pattern;

/// The id of a recurring job; unique over all organizations.
public record RecurringJobId(String value) {

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9]{1,64}");

    public RecurringJobId {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("Not the id of a recurring job");
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
