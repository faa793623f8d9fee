package codex.jobs.model.job;

import codex.jobs.model.tenant.EnvironmentId;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Which environments a job locks, and how, in ascending id order so that two jobs can never wait
/// for each other (specification 3.0, "Locks").
public final class LockPlan {

    private LockPlan() {}

    public static SequencedMap<EnvironmentId, LockMode> of(Job job) {
        var locks =
                new TreeMap<EnvironmentId, LockMode>(
                        (left, right) -> left.value().compareTo(right.value()));
        // A dry run changes nothing, so any number of them may look at once.
        var importing = job.dryRun() ? LockMode.SHARED : LockMode.EXCLUSIVE;
        switch (job.spec()) {
            case JobSpec.ImportEntries _, JobSpec.ImportAssets _ ->
                    locks.put(job.environment(), importing);
            case JobSpec.ExportEntries _ -> locks.put(job.environment(), LockMode.SHARED);
        }
        return locks;
    }
}
