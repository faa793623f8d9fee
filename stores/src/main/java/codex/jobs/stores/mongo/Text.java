package codex.jobs.stores.mongo;

import java.util.regex.Pattern;

/// Searching in text.
public final class Text {

    private static final Pattern SPECIAL = Pattern.compile("[\\p{ASCII}&&\\W]");

    private Text() {}

    /// Finds exactly these characters anywhere in a text, without regard to case; nothing in them
    /// has a meaning of its own.
    public static Pattern containing(String part) {
        return Pattern.compile(literal(part), Pattern.CASE_INSENSITIVE);
    }

    /// A pattern of exactly these characters, for MongoDB as for Java.
    public static String literal(String part) {
        // A BSON pattern ends at its first NUL, so that one is spelt out.
        return SPECIAL.matcher(part).replaceAll("\\\\$0").replace("\\\0", "\\x00");
    }
}
