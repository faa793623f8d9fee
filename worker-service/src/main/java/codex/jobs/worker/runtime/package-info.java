/// Everything that is the same for all tasks: claims, leases, checkpoints, logs, limits.
@NullMarked
package codex.jobs.worker.runtime;

import org.jspecify.annotations.NullMarked;
