package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobEvent.LockRefused;
import codex.jobs.model.job.JobEvent.LocksGranted;
import codex.jobs.model.job.JobEvent.Settled;
import codex.jobs.model.job.JobId;
import codex.jobs.scheduler.due.Complaints;
import codex.jobs.scheduler.locks.LockQueue;
import codex.jobs.scheduler.locks.WaitingLines;
import codex.jobs.scheduler.webhooks.WebhookNews;
import codex.jobs.stores.jobs.JobStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Decides what happens next to jobs, many at once: read, admit or queue, take or give back locks,
/// step, write what was read if it is still the same, then do the effects. Whoever loses the write
/// reads again and decides again, so any number of schedulers may decide the same job.
///
/// Nothing is lost if this process ends anywhere in between: until the write, the job still asks to
/// be looked at; after it, the job's `wakeAt` does. Safe for use by many threads.
@Component
public final class Decisions {

    private static final Logger log = LoggerFactory.getLogger(Decisions.class);

    /// Rounds for jobs that others keep changing; their `wakeAt` brings back what is left then.
    private static final int MAX_ROUNDS = 20;

    private final JobStore jobs;
    private final Admission admission;
    private final LockQueue locks;
    private final WaitingLines lines;
    private final DeadLetters deadLetters;
    private final LastLines lastLines;
    private final LeftBehind leftBehind;
    private final RunEnds runEnds;
    private final WebhookNews webhooks;
    private final Effects effects;
    private final SoonDue soonDue;
    private final SchedulerMetrics metrics;
    private final InstantSource clock;
    private final Complaints complaints = new Complaints();

    Decisions(
            JobStore jobs,
            Admission admission,
            LockQueue locks,
            WaitingLines lines,
            DeadLetters deadLetters,
            LastLines lastLines,
            LeftBehind leftBehind,
            RunEnds runEnds,
            WebhookNews webhooks,
            Effects effects,
            SoonDue soonDue,
            SchedulerMetrics metrics,
            InstantSource clock) {
        this.jobs = jobs;
        this.admission = admission;
        this.locks = locks;
        this.lines = lines;
        this.deadLetters = deadLetters;
        this.lastLines = lastLines;
        this.leftBehind = leftBehind;
        this.runEnds = runEnds;
        this.webhooks = webhooks;
        this.effects = effects;
        this.soonDue = soonDue;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Decides jobs of which there is news.
    public void decide(Collection<JobId> ids) {
        decide(jobs.findAll(ids));
    }

    /// Decides jobs just read; answers how many changes were written.
    public int decide(List<Job> read) {
        return decide(read, _ -> List.of());
    }

    /// As [#decide(List)], after something has happened to each job as it was read.
    public int decide(List<Job> read, Function<Job, List<JobEvent>> happened) {
        var written = 0;
        var asked = new HashSet<JobId>();
        var open = read;
        for (int round = 0; !open.isEmpty() && round < MAX_ROUNDS; round++) {
            var result = decideOnce(open, round == 0 ? happened : _ -> List.of(), asked);
            written += result.won().size();
            open = jobs.findAll(result.again());
        }
        return written;
    }

    private record Result(Set<JobId> won, Set<JobId> again) {}

    private Result decideOnce(
            List<Job> read, Function<Job, List<JobEvent>> happened, Set<JobId> asked) {
        var started = System.nanoTime();
        var now = clock.instant();
        var round = new Round(complaints, now);
        var drafts = new ArrayList<Draft>();
        for (var job : read) {
            var draft = new Draft(job, now);
            drafts.add(draft);
            round.sort(draft, happened.apply(job));
        }

        var again = new HashSet<>(settle(round, asked));
        // They hold locks now, and give them back at once if they are over.
        asked.addAll(again);
        takeLocks(round, asked);
        var won = write(drafts, again);
        drafts.forEach(draft -> soonDue.note(draft.job(), now));
        tellBeginnings(drafts, won);
        metrics.round(read.size(), round.stuck.size(), System.nanoTime() - started);
        return new Result(won, again);
    }

    /// What fails here is made good before the job is settled.
    private void tellBeginnings(List<Draft> drafts, Set<JobId> won) {
        try {
            webhooks.tell(
                    drafts.stream()
                            .filter(draft -> !draft.isChanged() || won.contains(draft.job().id()))
                            .filter(Draft::begins)
                            .map(Draft::job)
                            .toList());
        } catch (RuntimeException e) {
            log.warn("The beginnings of jobs are told later: {}", e.toString());
        }
    }

    /// Locks first: they are given back again if the write is lost, but never forgotten. Answers
    /// the jobs that were waiting for them.
    private Set<JobId> settle(Round round, Set<JobId> asked) {
        var told = deadLetters.publish(round.ending.stream().map(Draft::job).toList());
        // While the locks are still held: who comes next finds environments as they must be.
        var ending =
                round.ending.stream()
                        .filter(draft -> told.contains(draft.job().id()))
                        .filter(draft -> leftBehind.clear(draft.job()))
                        .toList();
        lastLines.say(ending.stream().map(Draft::job).toList());
        runEnds.tell(ending.stream().map(Draft::job).toList());
        webhooks.tellAll(
                Stream.concat(ending.stream(), round.hidden.stream()).map(Draft::job).toList());
        var giveBack = new ArrayList<Job>(ending.stream().map(Draft::job).toList());
        // Settled by somebody else while this scheduler asked for its locks.
        round.over.stream()
                .map(Draft::job)
                .filter(job -> asked.contains(job.id()))
                .forEach(giveBack::add);
        var granted = locks.release(giveBack);
        Stream.concat(ending.stream(), round.hidden.stream())
                .forEach(draft -> draft.step(new Settled()));
        return granted;
    }

    private void takeLocks(Round round, Set<JobId> asked) {
        var due = round.waiting.isEmpty() ? round.waiting : admission.admitted(round.waiting);
        if (due.isEmpty()) {
            return;
        }
        var waiting = due.stream().map(Draft::job).toList();
        waiting.forEach(job -> asked.add(job.id()));
        var refused = locks.request(waiting);
        // Said before it is written: what is said twice is stored once, what is never said is lost.
        lines.say(waiting, refused);
        for (var draft : due) {
            var wait = refused.get(draft.job().id());
            if (wait == null) {
                draft.step(new LocksGranted());
                round.sort(draft);
            } else {
                draft.step(new LockRefused(wait.environment(), wait.holder()));
            }
        }
    }

    private Set<JobId> write(List<Draft> drafts, Set<JobId> again) {
        var changed = drafts.stream().filter(Draft::isChanged).toList();
        if (changed.isEmpty()) {
            return Set.of();
        }
        var won = jobs.applyAll(changed.stream().map(Draft::change).toList());
        var done =
                changed.stream()
                        .filter(draft -> won.contains(draft.job().id()))
                        .flatMap(draft -> draft.effects().stream())
                        .toList();
        effects.run(done);
        var lost =
                changed.stream()
                        .map(draft -> draft.job().id())
                        .filter(id -> !won.contains(id))
                        .collect(Collectors.toSet());
        again.addAll(lost);
        metrics.decided(won.size(), lost.size());
        return won;
    }
}
