/// Deletes content, and fields of models.
@NullMarked
package codex.jobs.worker.handlers.deletes;

import org.jspecify.annotations.NullMarked;
