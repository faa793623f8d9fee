/// The living and the dead.
@NullMarked
package codex.jobs.scheduler.sessions;

import org.jspecify.annotations.NullMarked;
