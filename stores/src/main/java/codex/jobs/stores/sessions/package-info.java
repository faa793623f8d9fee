/// Who is alive, by database time.
@NullMarked
package codex.jobs.stores.sessions;

import org.jspecify.annotations.NullMarked;
