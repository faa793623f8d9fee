/// What may go, and when.
@NullMarked
package codex.jobs.scheduler.retention;

import org.jspecify.annotations.NullMarked;
