/// Subscriptions.
@NullMarked
package codex.jobs.api.live;

import org.jspecify.annotations.NullMarked;
