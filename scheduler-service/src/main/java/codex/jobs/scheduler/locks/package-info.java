/// Environments: who holds them and who waits.
@NullMarked
package codex.jobs.scheduler.locks;

import org.jspecify.annotations.NullMarked;
