/// Who is told what has happened to jobs.
@NullMarked
package codex.jobs.scheduler.webhooks;

import org.jspecify.annotations.NullMarked;
