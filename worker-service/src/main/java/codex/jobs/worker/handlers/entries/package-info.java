/// Content files: entries in and out.
@NullMarked
package codex.jobs.worker.handlers.entries;

import org.jspecify.annotations.NullMarked;
