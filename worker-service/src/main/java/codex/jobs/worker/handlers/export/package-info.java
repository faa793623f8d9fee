/// Entries on their way out: PROCESS_ENTRIES of an export.
@NullMarked
package codex.jobs.worker.handlers.export;

import org.jspecify.annotations.NullMarked;
