package codex.jobs.stores.chunks;

import codex.jobs.model.job.TaskId;
import codex.jobs.model.tenant.OrganizationId;

/// An item of the input that has to wait for others, kept as it came.
///
/// @param id orders the items of a round as they came
/// @param item its number in the input
/// @param json its text
public record DeferredItem(
        String id, OrganizationId organization, TaskId task, long item, String json) {

    public static DeferredItem of(
            OrganizationId organization, TaskId task, int round, long item, String json) {
        return new DeferredItem(
                ChunkLedger.deferredId(task, round, item), organization, task, item, json);
    }
}
