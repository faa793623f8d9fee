/// Tells others what has happened to jobs.
@NullMarked
package codex.jobs.api.webhooks;

import org.jspecify.annotations.NullMarked;
