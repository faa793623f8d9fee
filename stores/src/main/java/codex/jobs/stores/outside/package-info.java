/// Servers that nobody here knows, and which of them may be reached.
@NullMarked
package codex.jobs.stores.outside;

import org.jspecify.annotations.NullMarked;
