/// Who wants to know, and what they were told.
@NullMarked
package codex.jobs.stores.webhooks;

import org.jspecify.annotations.NullMarked;
