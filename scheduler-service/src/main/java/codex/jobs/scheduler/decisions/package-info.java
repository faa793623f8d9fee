/// News and wake-ups in, decisions out.
@NullMarked
package codex.jobs.scheduler.decisions;

import org.jspecify.annotations.NullMarked;
