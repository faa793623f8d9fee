package codex.jobs.worker.handlers.assets;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses that a download may begin at or be redirected to.
final class AssetAddress {

    private static final int LONGEST = 2_048;
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

    private AssetAddress() {}

    /// Whether this names something outside of an archive, rightly or not.
    static boolean isAbsolute(String text) {
        return text.startsWith("//") || SCHEME.matcher(text).matches();
    }

    /// Empty unless it is an http or https address with a host and without a password.
    static Optional<URI> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text);
            var isFine =
                    ("http".equalsIgnoreCase(uri.getScheme())
                                    || "https".equalsIgnoreCase(uri.getScheme()))
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getPort() <= 65_535
                            && uri.getPort() != 0;
            return isFine ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
