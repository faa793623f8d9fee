package codex.jobs.worker.handlers.environments;

import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.stores.tenants.RetiredContent.Retired;
import codex.jobs.worker.runtime.BackgroundDuty;
import java.time.Duration;
import java.time.InstantSource;

/// Drops retired content whose time has come: indices first, then collections, then the document of
/// an environment, which frees its alias. Every worker looks for it; two may drop the same.
public final class Dropping implements BackgroundDuty {

    private static final int BATCH = 20;

    /// By then, whoever still wrote for a job that was over has noticed that it is.
    private static final Duration ONCE_MORE_AFTER = Duration.ofMinutes(10);

    private final RetiredContent retired;
    private final EnvironmentBuilds builds;
    private final ContentCopies copies;
    private final IndexBuilds indices;
    private final Duration period;
    private final InstantSource clock;

    public Dropping(
            RetiredContent retired,
            EnvironmentBuilds builds,
            ContentCopies copies,
            IndexBuilds indices,
            Duration period,
            InstantSource clock) {
        this.retired = retired;
        this.builds = builds;
        this.copies = copies;
        this.indices = indices;
        this.period = period;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "dropping";
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public void perform() {
        retired.due(clock.instant(), BATCH).forEach(this::drop);
    }

    void drop(Retired content) {
        if (!retired.startDropping(content)) {
            return;
        }
        var organization = content.organization();
        var environment = content.environment();
        var generation = content.generation();
        if (generation == null) {
            indices.drop(organization, environment);
            copies.drop(organization, environment);
            builds.remove(organization, environment);
        } else {
            var scope = new Scope(organization, environment, generation);
            indices.drop(scope);
            copies.drop(scope);
        }
        retired.dropped(content, clock.instant().plus(ONCE_MORE_AFTER));
    }
}
