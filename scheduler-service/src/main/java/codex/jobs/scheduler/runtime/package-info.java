/// What a scheduler does all the time, and how it starts and stops.
@NullMarked
package codex.jobs.scheduler.runtime;

import org.jspecify.annotations.NullMarked;
