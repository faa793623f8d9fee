package codex.jobs.stores.tenants;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.mongo.Collections;
import codex.jobs.stores.mongo.Driver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.mongodb.core.MongoTemplate;

/// How environments get new generations (specification 3.5 to 3.7): built beside the one that
/// readers see, made visible by one write, or given up without a trace. What that leaves behind
/// goes to [RetiredContent].
///
/// The environment's document says in `build` which job builds or has built which generation, and
/// counts in `lastGeneration`, so that no number is used twice. Everything may be repeated by the
/// same job; a build that belongs to another job is never touched.
public final class EnvironmentBuilds {

    private static final String LAST_SYNCED_AT = "lastSyncedAt";
    private static final String REPLACED_AT = "replacedAt";
    private static final String SYNCED_BEFORE = "syncedBefore";

    private final MongoTemplate mongo;
    private final EnvironmentStore environments;
    private final RetiredContent retired;

    EnvironmentBuilds(MongoTemplate mongo, EnvironmentStore environments, RetiredContent retired) {
        this.mongo = mongo;
        this.environments = environments;
        this.retired = retired;
    }

    /// What an environment's document says about its newest generation.
    ///
    /// @param before the generation that readers saw when the build began; 0 if there was none
    /// @param live whether readers see what was built
    /// @param syncedBefore when the environment had been synced before that, if it had been
    public record Build(
            JobId job,
            long generation,
            long before,
            boolean live,
            @Nullable Instant syncedBefore) {}

    /// Stores an environment that `job` is to fill, and thereby reserves its alias.
    ///
    /// @return whether its id and alias were free
    public boolean reserve(Environment creating, JobId job) {
        var document = environments.document(creating);
        document.put("lastGeneration", creating.activeGeneration());
        document.put("build", document(job, creating.activeGeneration(), 0));
        try {
            Driver.call(mongo, Collections.ENVIRONMENTS, stored -> stored.insertOne(document));
            return true;
        } catch (DuplicateKeyException _) {
            return false;
        }
    }

    /// The generation that `job` builds of an existing environment; the first call chooses it and
    /// closes the environment to editors.
    ///
    /// @return empty if the environment is gone, or another job builds it
    public Optional<Scope> begin(
            OrganizationId organization, EnvironmentId environment, JobId job) {
        var key = new EnvironmentKey(organization, environment);
        var found = find(key);
        if (found == null) {
            return Optional.empty();
        }
        var build = build(found);
        if (build != null && build.job().equals(job)) {
            return Optional.of(new Scope(organization, environment, build.generation()));
        }
        if (!EnvironmentStatus.READY.name().equals(found.getString("status"))) {
            return Optional.empty();
        }
        var active = number(found, "activeGeneration");
        var next = Math.max(active, number(found, "lastGeneration")) + 1;
        var begun =
                update(
                        and(
                                key.filter(),
                                eq("status", EnvironmentStatus.READY.name()),
                                eq("activeGeneration", active),
                                build == null
                                        ? exists("build", false)
                                        : eq("build.job", build.job().value())),
                        combine(
                                set("status", EnvironmentStatus.SYNCING.name()),
                                set("lastGeneration", next),
                                set(
                                        "build",
                                        document(job, next, active)
                                                .append(
                                                        SYNCED_BEFORE,
                                                        found.getDate(LAST_SYNCED_AT)))));
        if (!begun) {
            throw new OptimisticLockingFailureException("The environment has just changed");
        }
        return Optional.of(new Scope(organization, environment, next));
    }

    /// What `job` builds or has built of an environment.
    public Optional<Build> of(OrganizationId organization, EnvironmentId environment, JobId job) {
        return Optional.ofNullable(find(new EnvironmentKey(organization, environment)))
                .map(EnvironmentBuilds::build)
                .filter(build -> build.job().equals(job));
    }

    /// Makes what `job` has built visible: from this one write on, readers find it and nothing of
    /// what was there before, which is kept as long as `keep` says.
    ///
    /// @throws IllegalStateException if the job builds nothing there
    public void switchOver(
            OrganizationId organization,
            EnvironmentId environment,
            JobId job,
            Instant now,
            Duration keep) {
        var build =
                of(organization, environment, job)
                        .orElseThrow(
                                () -> new IllegalStateException("Nothing was built by " + job));
        var isNew = build.before() == 0;
        var changes =
                new ArrayList<Bson>(
                        List.of(
                                set("activeGeneration", build.generation()),
                                set("status", EnvironmentStatus.READY.name()),
                                set("build.live", true),
                                set("updatedAt", Date.from(now))));
        if (!isNew) {
            changes.add(set(LAST_SYNCED_AT, Date.from(now)));
            changes.add(set(REPLACED_AT, Date.from(now)));
        }
        update(
                and(
                        new EnvironmentKey(organization, environment).filter(),
                        eq("build.job", job.value()),
                        eq("build.live", false)),
                combine(changes));
        if (!isNew) {
            retired.retire(
                    new Scope(organization, environment, build.before()), job, now.plus(keep));
        }
    }

    /// Brings back what readers saw before they were switched over to what `job` has built. That is
    /// kept as long as `keep` says, for those who are still reading it.
    ///
    /// @return what readers see now; empty if it is not there any more, or something else has
    ///   happened to the environment since
    public Optional<Scope> switchBack(
            OrganizationId organization,
            EnvironmentId environment,
            JobId job,
            Instant now,
            Duration keep) {
        var build = of(organization, environment, job).orElse(null);
        if (build == null || !build.live() || build.before() == 0) {
            return Optional.empty();
        }
        var kept =
                retired.of(job).stream()
                        .filter(content -> Objects.equals(content.generation(), build.before()))
                        .findFirst();
        if (kept.isEmpty() || !retired.takeBack(kept.get())) {
            return Optional.empty();
        }
        var switched =
                update(
                        and(
                                new EnvironmentKey(organization, environment).filter(),
                                eq("status", EnvironmentStatus.READY.name()),
                                eq("activeGeneration", build.generation()),
                                eq("build.job", job.value())),
                        combine(
                                set("activeGeneration", build.before()),
                                build.syncedBefore() == null
                                        ? unset(LAST_SYNCED_AT)
                                        : set(LAST_SYNCED_AT, Date.from(build.syncedBefore())),
                                set(REPLACED_AT, Date.from(now)),
                                set("updatedAt", Date.from(now))));
        var back = new Scope(organization, environment, build.before());
        if (!switched && !isActive(organization, environment, build.before())) {
            retired.retire(back, job, kept.get().dropAt());
            return Optional.empty();
        }
        var undone = new Scope(organization, environment, build.generation());
        retired.retire(undone, job, now.plus(keep));
        return Optional.of(back);
    }

    /// When readers of an environment were last switched over, or back, to other content.
    public Optional<Instant> replacedAt(OrganizationId organization, EnvironmentId environment) {
        return Optional.ofNullable(find(new EnvironmentKey(organization, environment)))
                .map(found -> found.getDate(REPLACED_AT))
                .map(Date::toInstant);
    }

    private boolean isActive(
            OrganizationId organization, EnvironmentId environment, long generation) {
        return matches(
                and(
                        new EnvironmentKey(organization, environment).filter(),
                        eq("activeGeneration", generation)));
    }

    /// Gives up what `job` builds: the environment is as it was before, or gone if it was new. Does
    /// nothing if the job's content is visible already, or if it builds nothing.
    public void giveUp(
            OrganizationId organization, EnvironmentId environment, JobId job, Instant now) {
        var build = of(organization, environment, job).orElse(null);
        if (build == null || build.live()) {
            return;
        }
        // First: who ends in between comes here again and finds the rest still to be done.
        retired.retire(new Scope(organization, environment, build.generation()), job, now);
        var which =
                and(
                        new EnvironmentKey(organization, environment).filter(),
                        eq("build.job", job.value()),
                        eq("build.live", false));
        if (build.before() == 0) {
            Driver.call(mongo, Collections.ENVIRONMENTS, stored -> stored.deleteOne(which));
        } else {
            update(which, combine(set("status", EnvironmentStatus.READY.name()), unset("build")));
        }
    }

    /// Hides an environment that `job` is to delete.
    ///
    /// @return whether it is hidden now, by this job
    public boolean hide(OrganizationId organization, EnvironmentId environment, JobId job) {
        var key = new EnvironmentKey(organization, environment).filter();
        return update(
                        and(
                                key,
                                eq("status", EnvironmentStatus.READY.name()),
                                eq("isDefault", false)),
                        combine(
                                set("status", EnvironmentStatus.DELETING.name()),
                                set("deletedBy", job.value())))
                || matches(and(key, deletedBy(job)));
    }

    /// Shows an environment again that `job` has hidden, unless it is being dropped already.
    ///
    /// @return whether it is shown
    public boolean show(OrganizationId organization, EnvironmentId environment, JobId job) {
        var isWhole =
                retired.of(job).stream()
                        .filter(content -> content.environment().equals(environment))
                        .allMatch(retired::takeBack);
        if (!isWhole) {
            return false;
        }
        var key = new EnvironmentKey(organization, environment).filter();
        var shown =
                update(
                        and(key, deletedBy(job)),
                        combine(set("status", EnvironmentStatus.READY.name()), unset("deletedBy")));
        return shown || matches(and(key, eq("status", EnvironmentStatus.READY.name())));
    }

    /// Removes the document of an environment that was hidden, and so frees its alias.
    public void remove(OrganizationId organization, EnvironmentId environment) {
        Driver.call(
                mongo,
                Collections.ENVIRONMENTS,
                stored ->
                        stored.deleteOne(
                                and(
                                        new EnvironmentKey(organization, environment).filter(),
                                        eq("status", EnvironmentStatus.DELETING.name()))));
    }

    private static Bson deletedBy(JobId job) {
        return and(eq("status", EnvironmentStatus.DELETING.name()), eq("deletedBy", job.value()));
    }

    private boolean update(Bson which, Bson change) {
        return Driver.call(
                        mongo,
                        Collections.ENVIRONMENTS,
                        stored -> stored.updateOne(which, change).getMatchedCount())
                == 1;
    }

    private boolean matches(Bson which) {
        return Driver.call(mongo, Collections.ENVIRONMENTS, stored -> stored.countDocuments(which))
                == 1;
    }

    private @Nullable Document find(EnvironmentKey key) {
        return mongo.execute(Collections.ENVIRONMENTS, stored -> stored.find(key.filter()).first());
    }

    private static Document document(JobId job, long generation, long before) {
        return new Document("job", job.value())
                .append("generation", generation)
                .append("before", before)
                .append("live", false);
    }

    private static @Nullable Build build(Document environment) {
        var build = environment.get("build", Document.class);
        return build == null
                ? null
                : new Build(
                        new JobId(build.getString("job")),
                        number(build, "generation"),
                        number(build, "before"),
                        build.getBoolean("live"),
                        build.getDate(SYNCED_BEFORE) == null
                                ? null
                                : build.getDate(SYNCED_BEFORE).toInstant());
    }

    private static long number(Document document, String field) {
        return document.get(field) instanceof Number number ? number.longValue() : 0;
    }
}
