/// What is due, when, and for whom.
@NullMarked
package codex.jobs.scheduler.due;

import org.jspecify.annotations.NullMarked;
