/// Jobs that come back.
@NullMarked
package codex.jobs.model.recurring;

import org.jspecify.annotations.NullMarked;
