/// Copies, replaces and deletes whole environments.
@NullMarked
package codex.jobs.worker.handlers.environments;

import org.jspecify.annotations.NullMarked;
