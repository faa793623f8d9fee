package codex.jobs.api.limits;

import codex.jobs.model.tenant.OrganizationId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/// A sum for each organization that is asked for with every request but costs a look at many
/// documents: counted now and then, and in between moved by what is taken and given back here. What
/// happens elsewhere is seen with the next count, so several instances together may let through a
/// little more than the limit. Safe for use by many threads.
final class Tally {

    static final Duration COUNTED_EVERY = Duration.ofSeconds(5);

    /// When something is refused the count must not be old.
    static final Duration COUNTED_BEFORE_REFUSAL = Duration.ofSeconds(1);

    /// Counting takes no more than this part of the time.
    private static final int PAUSE_FOR_EACH_COUNT = 20;

    private static final int MOST_KEPT = 10_000;

    private final ToLongFunction<OrganizationId> count;
    private final LongSupplier nanoTime;
    private final Cache<OrganizationId, Sum> sums =
            Caffeine.newBuilder()
                    .maximumSize(MOST_KEPT)
                    .expireAfterAccess(Duration.ofMinutes(1))
                    .build();

    private static final class Sum {
        long amount;
        long countedAt;
        long countTook;
        boolean counted;
    }

    Tally(ToLongFunction<OrganizationId> count, LongSupplier nanoTime) {
        this.count = count;
        this.nanoTime = nanoTime;
    }

    /// Takes `amount` if the sum stays within `most`; answers whether it did.
    boolean take(OrganizationId organization, long amount, long most) {
        var sum = sum(organization);
        synchronized (sum) {
            recount(organization, sum, COUNTED_EVERY);
            if (!fits(sum, amount, most)) {
                recount(organization, sum, COUNTED_BEFORE_REFUSAL);
            }
            if (!fits(sum, amount, most)) {
                return false;
            }
            sum.amount += amount;
            return true;
        }
    }

    // the sum of both may be more than a long holds
    private static boolean fits(Sum sum, long amount, long most) {
        return amount <= most - sum.amount;
    }

    /// What was taken is not used after all, or not any more.
    void giveBack(OrganizationId organization, long amount) {
        var sum = sum(organization);
        synchronized (sum) {
            sum.amount = Math.max(0, sum.amount - amount);
        }
    }

    long used(OrganizationId organization) {
        var sum = sum(organization);
        synchronized (sum) {
            recount(organization, sum, COUNTED_EVERY);
            return sum.amount;
        }
    }

    private Sum sum(OrganizationId organization) {
        return sums.get(organization, _ -> new Sum());
    }

    private void recount(OrganizationId organization, Sum sum, Duration age) {
        var begun = nanoTime.getAsLong();
        var pause = Math.max(age.toNanos(), PAUSE_FOR_EACH_COUNT * sum.countTook);
        if (sum.counted && begun - sum.countedAt < pause) {
            return;
        }
        sum.amount = count.applyAsLong(organization);
        sum.counted = true;
        sum.countedAt = nanoTime.getAsLong();
        sum.countTook = sum.countedAt - begun;
    }
}
