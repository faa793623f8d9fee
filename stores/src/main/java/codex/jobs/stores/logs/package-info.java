/// Log lines of jobs.
@NullMarked
package codex.jobs.stores.logs;

import org.jspecify.annotations.NullMarked;
