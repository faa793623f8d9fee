package codex.jobs.worker.handlers.environments;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentCopies;
import codex.jobs.stores.content.ContentDatabases;
import codex.jobs.stores.tenants.EnvironmentBuilds;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.worker.handlers.environments.EnvironmentTrial.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A random history of syncs and deletions of environments, some given up, some undone, and of
/// drops that may die half way; after each step all that is seen, built or kept must be there.
final class GenerationHistory {

    private static final Duration REPLACED = Duration.ofDays(7);
    private static final Duration DELETED = Duration.ofHours(24);
    private static final Duration UNDONE = Duration.ofMinutes(10);

    /// An environment, and what this remembers of it.
    private static final class Target {

        private final EnvironmentId id;
        private Scope active;
        private @Nullable Scope built;
        private @Nullable JobId building;

        /// The last sync, while nothing has happened since, and what it has replaced.
        private @Nullable JobId synced;

        private @Nullable Scope replaced;

        private @Nullable JobId deletion;
        private boolean isDropped;

        private Target(Scope active) {
            this.id = active.environment();
            this.active = active;
        }

        private boolean isIdle() {
            return deletion == null && building == null;
        }
    }

    private final EnvironmentTrial trial;
    private final Tenant tenant;
    private final EnvironmentBuilds builds;
    private final RetiredContent retired;
    private final Random random;
    private final TreeSet<String> collections;
    private final List<Target> targets = new ArrayList<>();

    /// Generations that nobody sees, and until when they are kept; and until when environments are.
    private final Map<Scope, Instant> kept = new HashMap<>();

    private final Map<EnvironmentId, Instant> graces = new HashMap<>();

    private Instant now;
    private int jobs;

    GenerationHistory(EnvironmentTrial trial, Tenant tenant, long seed) {
        this.trial = trial;
        this.tenant = tenant;
        this.builds = trial.bean(EnvironmentBuilds.class);
        this.retired = trial.bean(RetiredContent.class);
        this.random = new Random(seed);
        this.now = tenant.now();
        this.collections = new TreeSet<>(tenant.collections());
        List.of("t1", "t2", "t3", "t4").forEach(this::target);
    }

    private void target(String id) {
        var target = new Target(tenant.environment(id, false).scope());
        fill(target.active);
        targets.add(target);
    }

    private void fill(Scope scope) {
        tenant.put(scope, ContentKind.ENTRIES, Tenant.entry("e", 1, "v1"));
    }

    private JobId aJob() {
        return new JobId("h" + tenant.organization.value().replace("-", "") + "n" + ++jobs);
    }

    void run(int steps) {
        for (var step = 0; step < steps; step++) {
            var what = step(targets.get(random.nextInt(targets.size())));
            for (var one : targets) {
                check(one, "after step %s, %s".formatted(step, what));
            }
        }
    }

    private String step(Target target) {
        return switch (random.nextInt(14)) {
            case 0, 1 -> aSyncBegins(target);
            case 2, 3, 4 -> aSyncEnds(target);
            case 5 -> aSyncIsGivenUp(target);
            case 6, 7 -> aSyncIsUndone(target);
            case 8 -> random.nextInt(3) == 0 ? anEnvironmentIsDeleted(target) : "nothing";
            case 9 -> aDeletionIsUndone(target);
            case 10 -> aDropDies();
            case 11, 12 -> timePasses();
            default -> sweep();
        };
    }

    private String aSyncBegins(Target target) {
        if (target.isIdle()) {
            var job = aJob();
            var built = builds.begin(tenant.organization, target.id, job).orElseThrow();
            fill(built);
            target.built = built;
            target.building = job;
            target.synced = null;
        }
        return "sync begun";
    }

    private String aSyncEnds(Target target) {
        var job = target.building;
        var built = target.built;
        if (job != null && built != null) {
            builds.switchOver(tenant.organization, target.id, job, now, REPLACED);
            kept.put(target.active, now.plus(REPLACED));
            target.synced = job;
            target.replaced = target.active;
            target.active = built;
            target.building = null;
            target.built = null;
        }
        return "sync ended";
    }

    private String aSyncIsGivenUp(Target target) {
        var job = target.building;
        if (job != null) {
            builds.giveUp(tenant.organization, target.id, job, now);
            target.building = null;
            target.built = null;
        }
        return "sync given up";
    }

    private String aSyncIsUndone(Target target) {
        var job = target.synced;
        var before = target.replaced;
        if (job == null || before == null || !target.isIdle()) {
            return "nothing";
        }
        var until = kept.get(before);
        var back = builds.switchBack(tenant.organization, target.id, job, now, UNDONE);
        if (until == null || until.isAfter(now)) {
            assertThat(back).contains(before);
        }
        if (back.isPresent() && !target.active.equals(before)) {
            kept.remove(before);
            kept.put(target.active, now.plus(UNDONE));
            target.active = before;
        }
        return "sync undone";
    }

    private String anEnvironmentIsDeleted(Target target) {
        if (target.isIdle()) {
            var job = aJob();
            assertThat(builds.hide(tenant.organization, target.id, job)).isTrue();
            retired.retire(tenant.organization, target.id, job, now.plus(DELETED));
            graces.put(target.id, now.plus(DELETED));
            target.deletion = job;
        }
        return "environment deleted";
    }

    private String aDeletionIsUndone(Target target) {
        var job = target.deletion;
        if (job != null) {
            var isShown = builds.show(tenant.organization, target.id, job);
            if (isInGrace(target)) {
                assertThat(isShown).isTrue();
            }
            if (isShown) {
                graces.remove(target.id);
                target.deletion = null;
            }
        }
        return "deletion undone";
    }

    private boolean isInGrace(Target target) {
        return graces.getOrDefault(target.id, Instant.MIN).isAfter(now);
    }

    private String aDropDies() {
        var due = retired.due(now, 20);
        if (!due.isEmpty()) {
            var one = due.get(random.nextInt(due.size()));
            if (retired.startDropping(one) && random.nextBoolean()) {
                var generation = one.generation();
                var copies = trial.bean(ContentCopies.class);
                if (generation == null) {
                    copies.drop(one.organization(), one.environment());
                } else {
                    copies.drop(new Scope(one.organization(), one.environment(), generation));
                }
            }
        }
        return "drop died";
    }

    private String timePasses() {
        now = now.plus(Duration.ofMinutes(1L << random.nextInt(14)));
        return "time passed";
    }

    private String sweep() {
        while (!retired.due(now, 1).isEmpty()) {
            tenant.dropping(() -> now).perform();
        }
        for (var target : targets) {
            target.isDropped |= target.deletion != null && !isInGrace(target);
        }
        return "swept";
    }

    private void check(Target target, String when) {
        if (target.deletion != null && !isInGrace(target)) {
            return;
        }
        assertThat(isThere(target.active)).as("%s %s", target.active, when).isTrue();
        var built = target.built;
        assertThat(built == null || isThere(built)).as("%s %s", built, when).isTrue();
        kept.forEach((scope, until) -> {
            if (scope.environment().equals(target.id) && until.isAfter(now)) {
                assertThat(isThere(scope)).as("%s %s", scope, when).isTrue();
            }
        });
    }

    private boolean isThere(Scope scope) {
        return !tenant.ids(scope, ContentKind.ENTRIES).isEmpty();
    }

    /// Nobody works any more, and time passes.
    void end() {
        targets.forEach(this::aSyncIsGivenUp);
        for (var pass = 0; pass < 3; pass++) {
            now = now.plus(REPLACED);
            sweep();
        }

        targets.stream()
                .filter(target -> !target.isDropped)
                .map(target -> ContentDatabases.collection(target.active, ContentKind.ENTRIES))
                .forEach(collections::add);
        assertThat(tenant.collections()).isEqualTo(collections);
    }
}
