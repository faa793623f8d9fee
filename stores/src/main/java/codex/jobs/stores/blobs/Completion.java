package codex.jobs.stores.blobs;

import java.util.List;

/// How the completion of an upload ended. Only after [Completed] there is an object.
public sealed interface Completion {

    record Completed(long sizeInBytes) implements Completion {}

    /// What was named does not fit what was sent, or the plan: `why` is for the caller.
    record Mismatch(String why) implements Completion {}

    /// These parts were not sent yet, or not named.
    record Incomplete(List<Integer> missing) implements Completion {

        public Incomplete {
            missing = List.copyOf(missing);
        }
    }

    /// The store knows no such upload: it was completed, aborted or never begun.
    record Unknown() implements Completion {}
}
