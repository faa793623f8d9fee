package codex.jobs.api.sites;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.JobInput;
import codex.jobs.model.error.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The input of `createCloneSiteJob` (specification 3.8).
record CreateCloneSiteJobInput(
        String jobName,
        String baseSiteId,
        String newSiteAlias,
        String newSiteName,
        String newSiteLogo,
        @Nullable String idempotencyKey) {

    static final String NAME = "createJobInput";

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_LOGO = 2_048;
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?");

    /// Everything that can be said without a look into a store.
    void check(Violations violations) {
        JobInput.checkName(violations, jobName);
        violations.checkText("baseSiteId", baseSiteId, LONGEST_NAME);
        if (!ALIAS.matcher(alias()).matches()) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "newSiteAlias",
                    "Must have 1 to 64 letters, digits, dots, dashes and underscores, with a letter"
                            + " or digit at either end.");
        }
        violations.checkText("newSiteName", newSiteName, LONGEST_NAME);
        if (newSiteLogo.codePointCount(0, newSiteLogo.length()) > LONGEST_LOGO) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "newSiteLogo",
                    "Must not have more than " + LONGEST_LOGO + " characters.");
        }
        JobInput.checkKey(violations, idempotencyKey);
    }

    /// Aliases are compared without case and kept in lower case.
    String alias() {
        return newSiteAlias.toLowerCase(Locale.ROOT);
    }

    boolean hasLogo() {
        return !newSiteLogo.isBlank();
    }

    /// Else it is the id of an asset.
    boolean isLogoAddress() {
        try {
            var address = new URI(newSiteLogo);
            return "https".equalsIgnoreCase(address.getScheme()) && address.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
