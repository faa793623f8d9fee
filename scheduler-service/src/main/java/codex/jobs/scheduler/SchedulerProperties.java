package codex.jobs.scheduler;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How often this scheduler looks, and how much at once.
///
/// @param wakeUpPeriod pause between two looks for what comes within twice that time
/// @param batch jobs decided with one round trip, from 1 to 5,000
/// @param window tasks of one type that may wait in their topic for a worker, at least 1
/// @param releasePeriod pause between two looks at the queues of jobs that wait for their turn
/// @param silence how long a session may stay unseen before it is declared dead; at least 1 s, and
///   not shorter than the workers' own lease
/// @param reconcilePeriod pause between two searches for leases that nobody holds
/// @param overdueAfter jobs that nobody has looked at for so long after their time are reported
@ConfigurationProperties("codex.jobs.scheduler")
public record SchedulerProperties(
        @DefaultValue("200ms") Duration wakeUpPeriod,
        @DefaultValue("500") int batch,
        @DefaultValue("200") int window,
        @DefaultValue("100ms") Duration releasePeriod,
        @DefaultValue("5s") Duration silence,
        @DefaultValue("5s") Duration reconcilePeriod,
        @DefaultValue("30s") Duration overdueAfter) {

    public SchedulerProperties {
        if (batch < 1 || batch > 5_000) {
            throw new IllegalArgumentException("batch must be between 1 and 5,000");
        }
        if (window < 1) {
            throw new IllegalArgumentException("window must be at least 1");
        }
        if (silence.toSeconds() < 1) {
            throw new IllegalArgumentException("silence must be at least 1 s");
        }
        if (!wakeUpPeriod.isPositive()
                || !releasePeriod.isPositive()
                || !reconcilePeriod.isPositive()) {
            throw new IllegalArgumentException("a period must be longer than nothing");
        }
    }

    /// Often enough that a missed beat is no break in watching the others.
    public Duration beatPeriod() {
        return silence.dividedBy(5);
    }
}
