package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.TaskType;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.stores.jobs.JobQueues;
import codex.jobs.stores.tenants.LimitStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Serves the queues (ADR 9): for each type of task, organizations take turns, each with as many
/// jobs as its weight and its limit of active jobs allow, as long as the type has room. Any number
/// of schedulers may do so at once: each job is admitted by one write.
@Component
public final class FairRelease {

    /// Jobs of one turn, by weight.
    private static final int TURN = 5;

    /// Organizations looked at in one lap; the next one goes on behind them.
    private static final int MOST_TURNS = 200;

    private static final int MOST_LAPS = 20;

    private final JobQueues queues;
    private final LimitStore limits;
    private final ReleaseWindow window;
    private final Decisions decisions;
    private final Map<TaskType, OrganizationId> lastServed = new EnumMap<>(TaskType.class);
    private final Map<TaskType, Turn> unfinished = new EnumMap<>(TaskType.class);

    /// What an organization may still have of its turn.
    private record Turn(OrganizationId organization, int jobs) {

        boolean isOf(OrganizationId other) {
            return organization.equals(other);
        }
    }

    FairRelease(JobQueues queues, LimitStore limits, ReleaseWindow window, Decisions decisions) {
        this.queues = queues;
        this.limits = limits;
        this.window = window;
        this.decisions = decisions;
    }

    /// Admits the jobs whose turn it is. For one thread at a time.
    public void release() {
        var types = queues.types();
        window.queuedFor(types);
        types.forEach(this::release);
    }

    private void release(TaskType type) {
        for (int lap = 0; lap < MOST_LAPS; lap++) {
            var admitted = lap(type);
            if (admitted.isEmpty()) {
                return;
            }
            decisions.decide(admitted, _ -> List.of(new JobEvent.Admitted()));
        }
    }

    /// One turn for each organization, beginning with the turn for which there was no more room, or
    /// behind the organization that was served last.
    private List<Job> lap(TaskType type) {
        var admitted = new ArrayList<Job>();
        var turn = Optional.ofNullable(unfinished.remove(type)).or(() -> next(type));
        var first = turn.map(Turn::organization);
        for (int turns = 0; turn.isPresent() && turns < MOST_TURNS; turns++) {
            var now = turn.get();
            var waiting = queues.queued(type, now.organization(), allowed(now));
            var places = window.takeUpTo(type, waiting.size());
            admitted.addAll(waiting.subList(0, places));
            if (places < waiting.size()) {
                unfinished.put(type, new Turn(now.organization(), waiting.size() - places));
                break;
            }
            lastServed.put(type, now.organization());
            turn = next(type).filter(next -> first.filter(next::isOf).isEmpty());
        }
        return admitted;
    }

    private Optional<Turn> next(TaskType type) {
        return queues.firstBehind(type, lastServed.get(type))
                .or(() -> queues.firstBehind(type, null))
                .map(Job::organization)
                .map(next -> new Turn(next, TURN * limits.of(next).weight()));
    }

    private int allowed(Turn turn) {
        var organization = turn.organization();
        var active = queues.countAdmitted(Set.of(organization)).getOrDefault(organization, 0);
        return Math.clamp(limits.of(organization).activeJobs() - active, 0, turn.jobs());
    }
}
