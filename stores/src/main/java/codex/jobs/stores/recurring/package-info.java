/// Recurring jobs.
@NullMarked
package codex.jobs.stores.recurring;

import org.jspecify.annotations.NullMarked;
