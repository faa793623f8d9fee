package codex.jobs.worker.handlers.entries;

import java.util.Optional;

/// The path of an entry on its site.
final class UrlPath {

    private static final int LONGEST = 2_000;

    private UrlPath() {}

    /// With one leading slash and none doubled; empty if it can be no path: blanks, control
    /// characters, a query, a fragment, a scheme or dots as a step.
    static Optional<String> normalised(String text) {
        var path = ("/" + text.strip()).replaceAll("/{2,}", "/");
        var isPath =
                path.length() > 1
                        && path.length() <= LONGEST
                        && !text.contains("://")
                        && path.codePoints().noneMatch(UrlPath::isForbidden)
                        && !(path + "/").contains("/../")
                        && !(path + "/").contains("/./");
        return isPath || text.strip().equals("/") ? Optional.of(path) : Optional.empty();
    }

    private static boolean isForbidden(int c) {
        return Character.isWhitespace(c) || Character.isISOControl(c) || c == '?' || c == '#';
    }
}
