/// Entries in files: read, checked, written.
@NullMarked
package codex.jobs.worker.handlers.entries;

import org.jspecify.annotations.NullMarked;
