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
        var changing = job.dryRun() ? LockMode.SHARED : LockMode.EXCLUSIVE;
        switch (job.spec()) {
            case JobSpec.ImportEntries _,
                    JobSpec.ImportAssets _,
                    JobSpec.Delete _,
                    JobSpec.CloneSite _ ->
                    locks.put(job.environment(), changing);
            case JobSpec.ExportEntries _ -> locks.put(job.environment(), LockMode.SHARED);
            case JobSpec.CreateEnvironment spec -> {
                locks.put(spec.baseEnvironment(), LockMode.SHARED);
                locks.put(spec.newEnvironment(job.id()), LockMode.EXCLUSIVE);
            }
            case JobSpec.SyncEnvironments spec -> {
                locks.put(spec.baseEnvironment(), LockMode.SHARED);
                locks.put(spec.targetEnvironment(), changing);
            }
            case JobSpec.DeleteEnvironment spec ->
                    locks.put(spec.targetEnvironment(), LockMode.EXCLUSIVE);
        }
        return locks;
    }
}
