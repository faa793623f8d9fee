/// Who is told what has happened to jobs, and how.
@NullMarked
package codex.jobs.model.webhook;

import org.jspecify.annotations.NullMarked;
