/// What a job says.
@NullMarked
package codex.jobs.model.log;

import org.jspecify.annotations.NullMarked;
