/// What is done of a task, chunk by chunk.
@NullMarked
package codex.jobs.stores.chunks;

import org.jspecify.annotations.NullMarked;
