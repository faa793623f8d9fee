package codex.jobs.embedded;

import java.util.regex.Pattern;

/// A MongoDB connection string, as far as it names a database.
final class MongoUri {

    private static final Pattern PARTS =
            Pattern.compile("(mongodb(?:\\+srv)?://[^/?]+)(?:/[^?]*)?(\\?.*)?");

    private MongoUri() {}

    /// The same servers and options with another database.
    static String withDatabase(String uri, String database) {
        var matcher = PARTS.matcher(uri);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a MongoDB connection string");
        }
        var options = matcher.group(2);
        return matcher.group(1) + "/" + database + (options == null ? "" : options);
    }
}
