/// What users do to jobs that exist: cancel, retry, update, delete.
@NullMarked
package codex.jobs.api.control;

import org.jspecify.annotations.NullMarked;
