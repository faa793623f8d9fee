package codex.jobs.stores.chunks;

import codex.jobs.model.job.TaskId;
import codex.jobs.model.tenant.OrganizationId;

/// A thing that a task could have changed and must leave alone.
///
/// @param id orders the things of a task
/// @param round in which it was found
record KeptItem(String id, OrganizationId organization, TaskId task, String item, int round) {}
