package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.Liveness;
import codex.jobs.scheduler.due.Complaints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What each of some jobs needs now. One switch over [Liveness] decides; what needs locks or must
/// give them back is only sorted out here, since locks are changed for many jobs at once.
final class Round {

    private static final Logger log = LoggerFactory.getLogger(Round.class);

    private final Complaints complaints;
    private final Instant now;
    final List<Draft> waiting = new ArrayList<>();
    final List<Draft> ending = new ArrayList<>();
    final List<Draft> over = new ArrayList<>();
    final List<Draft> hidden = new ArrayList<>();
    final List<Draft> stuck = new ArrayList<>();

    Round(Complaints complaints, Instant now) {
        this.complaints = complaints;
        this.now = now;
    }

    /// A job that cannot be decided, because its document is damaged, must not keep the others
    /// waiting.
    void sort(Draft draft) {
        sort(draft, List.of());
    }

    /// As [#sort(Draft)], after something has happened to the job.
    void sort(Draft draft, List<JobEvent> happened) {
        try {
            happened.forEach(draft::step);
            decide(draft);
        } catch (RuntimeException e) {
            draft.leave();
            stuck(draft, e.toString());
        }
    }

    private void decide(Draft draft) {
        switch (draft.liveness()) {
            case Liveness.NeedsLocks() -> waiting.add(draft);
            case Liveness.NeedsRelease(var task) ->
                    draft.step(new JobEvent.TaskReleased(task.id()));
            // Nothing changes unless the time to send it again has come.
            case Liveness.Dispatched(var task, _) ->
                    draft.step(new JobEvent.TaskReleased(task.id()));
            case Liveness.NeedsSettling() -> ending.add(draft);
            case Liveness.Over() -> over.add(draft);
            case Liveness.NeedsTelling() -> {
                over.add(draft);
                hidden.add(draft);
            }
            case Liveness.Stuck(var why) -> stuck(draft, why);
            case Liveness.Scheduled _,
                    Liveness.InQueue _,
                    Liveness.BackingOff _,
                    Liveness.Leased _ -> {}
        }
    }

    private void stuck(Draft draft, String why) {
        stuck.add(draft);
        if (complaints.isNew(draft.job().id().value(), why, now)) {
            log.error(
                    "Stuck, {}: organization={} job={}",
                    why,
                    draft.job().organization(),
                    draft.job().id());
        }
    }
}
