/// News in.
@NullMarked
package codex.jobs.scheduler.events;

import org.jspecify.annotations.NullMarked;
