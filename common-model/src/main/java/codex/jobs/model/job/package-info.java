/// One job, its tasks, and the only place where a status changes.
@NullMarked
package codex.jobs.model.job;

import org.jspecify.annotations.NullMarked;
