/// createDeleteJob.
@NullMarked
package codex.jobs.api.deletes;

import org.jspecify.annotations.NullMarked;
