package codex.jobs.model.job;

import java.util.List;

/// The answer of the state machine to an event.
public sealed interface Step {

    /// The next job, to be written in place of the one the event was applied to.
    record Applied(Job job, List<Effect> effects) implements Step {

        public Applied {
            effects = List.copyOf(effects);
        }
    }

    /// Late, doubled or misdirected news: nothing changes. The reason is for the log.
    record Ignored(String reason) implements Step {}
}
