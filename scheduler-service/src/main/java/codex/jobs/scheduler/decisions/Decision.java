package codex.jobs.scheduler.decisions;

import codex.jobs.model.job.Effect;
import codex.jobs.model.job.Job;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobMachine;
import codex.jobs.model.job.Step;
import codex.jobs.model.log.LogLine;
import codex.jobs.stores.jobs.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of one job: the change to write, and what to do once it is written.
///
/// @param lines what the job's log must say about it
record Decision(Change change, List<Effect> effects, List<LogLine> lines) {

    Decision {
        effects = List.copyOf(effects);
        lines = List.copyOf(lines);
    }

    /// Several events in a row, written as one change; empty if none of them applies.
    static Optional<Decision> of(Job job, Instant now, List<? extends JobEvent> events) {
        var next = job;
        List<Effect> effects = new ArrayList<>();
        for (var event : events) {
            if (JobMachine.step(next, event, now) instanceof Step.Applied applied) {
                next = applied.job();
                effects.addAll(applied.effects());
            }
        }
        return next.version() == job.version()
                ? Optional.empty()
                : Optional.of(new Decision(new Change(job, next), own(effects), List.of()));
    }

    Decision saying(LogLine line) {
        return new Decision(change, effects, List.of(line));
    }

    /// The scheduler has no news for itself: what it has just decided is told to watchers only.
    private static List<Effect> own(List<Effect> effects) {
        return effects.stream().map(Decision::own).toList();
    }

    private static Effect own(Effect effect) {
        return switch (effect) {
            case Effect.PublishNews(var news) -> new Effect.PublishNews(news.forWatchers());
            case Effect.PublishTask task -> task;
        };
    }
}
