/// Jobs that come back: run, pause, delete, list.
@NullMarked
package codex.jobs.api.recurring;

import org.jspecify.annotations.NullMarked;
