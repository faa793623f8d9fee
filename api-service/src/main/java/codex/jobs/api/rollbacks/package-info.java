/// rollbackJob.
@NullMarked
package codex.jobs.api.rollbacks;

import org.jspecify.annotations.NullMarked;
