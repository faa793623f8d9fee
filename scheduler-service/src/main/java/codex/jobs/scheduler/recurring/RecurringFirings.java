package codex.jobs.scheduler.recurring;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.RecurringJobId;
import codex.jobs.model.message.RecurringNews;
import codex.jobs.model.recurring.Firing;
import codex.jobs.model.recurring.RecurringEvent;
import codex.jobs.model.recurring.RecurringJob;
import codex.jobs.model.recurring.RecurringMachine;
import codex.jobs.model.recurring.Run;
import codex.jobs.scheduler.SchedulerProperties;
import codex.jobs.scheduler.decisions.Decisions;
import codex.jobs.scheduler.due.Complaints;
import codex.jobs.scheduler.due.DatabaseTime;
import codex.jobs.scheduler.due.DueLoop;
import codex.jobs.scheduler.due.Share;
import codex.jobs.scheduler.due.Timers;
import codex.jobs.stores.jobs.JobStore;
import codex.jobs.stores.logs.JobLogStore;
import codex.jobs.stores.news.EffectPublisher;
import codex.jobs.stores.recurring.RecurringJobStore;
import codex.jobs.stores.recurring.RecurringJobStore.Change;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Recurring jobs whose time has come → jobs. First the decision is written into the recurring job,
/// by one conditional write that only one scheduler wins; then its job is stored, under an id that
/// follows from the decision; then that is noted. Whoever dies in between leaves behind a decision
/// that the next look finds (ADR 10).
@Component
public final class RecurringFirings {

    private static final Logger log = LoggerFactory.getLogger(RecurringFirings.class);

    private final RecurringJobStore recurring;
    private final JobStore jobs;
    private final JobLogStore lines;
    private final Decisions decisions;
    private final EffectPublisher publisher;
    private final DatabaseTime time;
    private final DueLoop loop;
    private final Counter fired;
    private final Counter skipped;
    private final Complaints complaints = new Complaints();

    RecurringFirings(
            RecurringJobStore recurring,
            JobStore jobs,
            JobLogStore lines,
            Decisions decisions,
            EffectPublisher publisher,
            Share share,
            DatabaseTime time,
            MeterRegistry registry,
            SchedulerProperties properties) {
        this.recurring = recurring;
        this.jobs = jobs;
        this.lines = lines;
        this.decisions = decisions;
        this.publisher = publisher;
        this.time = time;
        this.fired = registry.counter("codex.jobs.scheduler.firings", "result", "run");
        this.skipped = registry.counter("codex.jobs.scheduler.firings", "result", "skipped");
        this.loop =
                new DueLoop(
                        recurring::wakeUps,
                        this::fire,
                        new Timers(),
                        share,
                        time,
                        properties.wakeUpPeriod(),
                        properties.batch());
    }

    /// Fires some that are due; answers how long none is.
    public Duration fireDue() {
        return loop.turn();
    }

    private boolean fire(List<String> ids) {
        var now = time.instant();
        var decided = new ArrayList<RecurringJob>();
        var changes = new ArrayList<Change>();
        for (var job : recurring.findAll(ids.stream().map(RecurringJobId::new).toList())) {
            var wakeAt = job.wakeAt();
            if (wakeAt == null || wakeAt.isAfter(now)) {
                continue;
            }
            var next = step(job, new RecurringEvent.Due(), now);
            if (next.version() == job.version()) {
                // What somebody else has decided, and left behind.
                decided.add(job);
            } else {
                changes.add(new Change(job, next));
            }
        }
        var won = recurring.applyAll(changes);
        changes.stream()
                .map(Change::next)
                .filter(next -> won.contains(next.id()))
                .forEach(decided::add);
        store(decided, now);
        return !decided.isEmpty() || changes.isEmpty();
    }

    /// A recurring job that cannot be decided, because its document is damaged, must not keep the
    /// others waiting.
    private RecurringJob step(RecurringJob job, RecurringEvent event, Instant now) {
        try {
            return RecurringMachine.step(job, event, now);
        } catch (RuntimeException e) {
            if (complaints.isNew(job.id().value(), e.toString(), now)) {
                log.error(
                        "Recurring job cannot be decided, {}: organization={} recurringJob={}",
                        e,
                        job.organization(),
                        job.id());
            }
            return job;
        }
    }

    private void store(List<RecurringJob> decided, Instant now) {
        var runs =
                decided.stream()
                        .flatMap(job ->
                                job.firings().stream().map(firing -> Run.of(job, firing, now)))
                        .toList();
        if (runs.isEmpty()) {
            return;
        }
        lines.insertAll(runs.stream().flatMap(run -> run.lines().stream()).toList());
        jobs.insertMissing(runs.stream().map(Run::job).toList());
        decisions.decide(runs.stream().map(Run::job).filter(job -> !job.settled()).toList());
        var stored = decided.stream().map(job -> new Change(job, stored(job, now))).toList();
        // Who changed it meanwhile leaves the note to the next look.
        recurring.applyAll(stored);
        stored.forEach(change -> publish(change.next()));
        count(runs.stream().map(Run::job).toList());
    }

    private static RecurringJob stored(RecurringJob job, Instant now) {
        var next = job;
        for (Firing firing : job.firings()) {
            next = RecurringMachine.step(next, new RecurringEvent.RunStored(firing.job()), now);
        }
        return next;
    }

    private void publish(RecurringJob changed) {
        var _ =
                publisher.publish(
                        new RecurringNews(changed.organization(), changed.id(), changed.version()));
    }

    private void count(List<Job> runs) {
        var settled = (int) runs.stream().filter(Job::settled).count();
        skipped.increment(settled);
        fired.increment(runs.size() - settled);
    }
}
