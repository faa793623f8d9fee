/// Logs in and out.
@NullMarked
package codex.jobs.api.logs;

import org.jspecify.annotations.NullMarked;
