/// Jobs and their tasks: one document, written by compare-and-set.
@NullMarked
package codex.jobs.stores.jobs;

import org.jspecify.annotations.NullMarked;
