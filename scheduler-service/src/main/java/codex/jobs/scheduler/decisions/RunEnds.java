package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobOutcome;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.message.RecurringNews;
import codex.jobs.model.recurring.RecurringEvent;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.RecurringMachine;
import codex.jobs.scheduler.due.DatabaseTime;
import codex.jobs.stores.news.EffectPublisher;
import codex.jobs.stores.recurring.RecurringJobStore;
import codex.jobs.stores.recurring.RecurringJobStore.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/// Tells recurring jobs that a run is over, so that the next one may begin. A run is settled only
/// afterwards.
@Component
final class RunEnds {

    private static final int MAX_ROUNDS = 20;

    private final RecurringJobStore recurring;
    private final EffectPublisher publisher;
    private final DatabaseTime time;

    RunEnds(RecurringJobStore recurring, EffectPublisher publisher, DatabaseTime time) {
        this.recurring = recurring;
        this.publisher = publisher;
        this.time = time;
    }

    /// Does nothing for other jobs, or the second time.
    void tell(List<Job> ending) {
        var open = ending.stream().filter(job -> job.recurringJob() != null).toList();
        for (var round = 0; !open.isEmpty(); round++) {
            if (round == MAX_ROUNDS) {
                throw new OptimisticLockingFailureException("Recurring jobs keep changing");
            }
            open = lost(open);
        }
    }

    private List<Job> lost(List<Job> ending) {
        var changes = new ArrayList<Change>();
        for (var before : recurring.findAll(recurringJobs(ending))) {
            var after = before;
            for (var run : ending) {
                if (before.id().equals(run.recurringJob())) {
                    after = ended(after, run);
                }
            }
            if (after.version() != before.version()) {
                changes.add(new Change(before, after));
            }
        }
        var won = recurring.applyAll(changes);
        changes.stream()
                .map(Change::next)
                .filter(next -> won.contains(next.id()))
                .forEach(this::publish);
        return ending.stream()
                .filter(run ->
                        changes.stream()
                                .map(change -> change.next().id())
                                .anyMatch(id -> id.equals(run.recurringJob()) && !won.contains(id)))
                .toList();
    }

    private static Set<RecurringJobId> recurringJobs(List<Job> runs) {
        var ids = new HashSet<RecurringJobId>();
        for (var run : runs) {
            var id = run.recurringJob();
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private RecurringJob ended(RecurringJob recurringJob, Job run) {
        return RecurringMachine.step(
                recurringJob,
                new RecurringEvent.RunEnded(run.id(), run.outcome() == JobOutcome.FAILED),
                time.instant());
    }

    private void publish(RecurringJob changed) {
        var _ =
                publisher.publish(
                        new RecurringNews(changed.organization(), changed.id(), changed.version()));
    }
}
