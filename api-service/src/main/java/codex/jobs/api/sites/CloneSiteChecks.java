package codex.jobs.api.sites;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.JobInput;
import codex.jobs.api.security.Caller;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.SiteBuilds;
import codex.jobs.stores.jobs.JobStore;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// What a clone of a site refers to must be there, and its alias free, when the job is created.
@Component
final class CloneSiteChecks {

    private static final int LOOKED_AT = 1_000;

    private final ContentReader content;
    private final SiteBuilds sites;
    private final JobStore jobs;

    CloneSiteChecks(ContentReader content, SiteBuilds sites, JobStore jobs) {
        this.content = content;
        this.sites = sites;
        this.jobs = jobs;
    }

    /// The job's parameters; empty if something is wrong, which the violations then say.
    Optional<JobSpec> spec(CreateCloneSiteJobInput input, Caller caller, Violations violations) {
        JobInput.checkEnvironment(violations, caller);
        var scope = caller.environment().scope();
        if (violations.accepts("baseSiteId") && !content.siteExists(scope, input.baseSiteId())) {
            violations.add(ErrorCode.SITE_NOT_FOUND, "baseSiteId", "There is no such site.");
        }
        var logo = logo(input, scope, violations);
        return violations.isEmpty()
                ? Optional.of(
                        new JobSpec.CloneSite(
                                input.baseSiteId(),
                                input.alias(),
                                input.newSiteName(),
                                logo.orElse(null)))
                : Optional.empty();
    }

    /// Last: the job that was created before with the same key has taken the alias itself.
    void checkAlias(CreateCloneSiteJobInput input, Caller caller, Violations violations) {
        if (violations.accepts("newSiteAlias") && isTaken(input, caller)) {
            violations.add(
                    ErrorCode.SITE_ALIAS_TAKEN,
                    "newSiteAlias",
                    "There is a site with this alias, or one is being made.");
        }
    }

    private boolean isTaken(CreateCloneSiteJobInput input, Caller caller) {
        return sites.isTaken(caller.environment().scope(), input.alias())
                || jobs
                        .unfinishedAt(caller.organization(), caller.environment().id(), LOOKED_AT)
                        .stream()
                        .filter(job -> job.environment().equals(caller.environment().id()))
                        .anyMatch(job ->
                                job.spec() instanceof JobSpec.CloneSite clone
                                        && clone.newSiteAlias().equals(input.alias()));
    }

    private Optional<String> logo(
            CreateCloneSiteJobInput input, Scope scope, Violations violations) {
        if (!input.hasLogo() || !violations.accepts("newSiteLogo")) {
            return Optional.empty();
        }
        if (input.isLogoAddress()) {
            return Optional.of(input.newSiteLogo());
        }
        var asset = asset(input.newSiteLogo(), scope);
        if (asset.isEmpty()) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "newSiteLogo",
                    "Must be the id of an asset, an https address, or empty.");
        }
        return asset;
    }

    /// By either of its ids, as imports name assets.
    private Optional<String> asset(String id, Scope scope) {
        var ids = Set.of(id);
        return Stream.of("_id", "externalId")
                .flatMap(field ->
                        content.byField(scope, ContentKind.ASSETS, field, ids, "_id").stream())
                .map(asset -> String.valueOf(asset.get("_id")))
                .findFirst();
    }
}
