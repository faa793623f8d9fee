/// Nothing is ever silently stuck.
@NullMarked
package codex.jobs.scheduler.reconcile;

import org.jspecify.annotations.NullMarked;
