/// Everything common to all jobs.
@NullMarked
package codex.jobs.api.jobs;

import org.jspecify.annotations.NullMarked;
