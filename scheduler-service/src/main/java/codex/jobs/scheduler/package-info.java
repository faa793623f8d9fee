/// Decides what runs when.
@NullMarked
package codex.jobs.scheduler;

import org.jspecify.annotations.NullMarked;
