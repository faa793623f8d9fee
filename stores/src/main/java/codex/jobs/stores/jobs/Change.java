package codex.jobs.stores.jobs;

import codex.jobs.model.job.Job;

/// A job as it was read, and as it shall be.
public record Change(Job expected, Job next) {

    public Change {
        if (!expected.id().equals(next.id()) || next.version() <= expected.version()) {
            throw new IllegalArgumentException("A change leads to a later version of one job");
        }
    }
}
