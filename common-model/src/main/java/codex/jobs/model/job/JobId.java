package codex.jobs.model.job;

import java.util.regex.Pattern;

/// The id of a job; unique over all organizations, sorts by creation time.
public record JobId(String value) {

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9]{1,64}");

    public JobId {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a job id");
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
