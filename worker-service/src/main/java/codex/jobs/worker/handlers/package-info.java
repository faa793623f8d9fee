/// What is different from task type to task type.
@NullMarked
package codex.jobs.worker.handlers;

import org.jspecify.annotations.NullMarked;
