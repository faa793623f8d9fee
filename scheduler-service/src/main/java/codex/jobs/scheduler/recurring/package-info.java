/// Cron.
@NullMarked
package codex.jobs.scheduler.recurring;

import org.jspecify.annotations.NullMarked;
