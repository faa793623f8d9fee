/// Content into the search indices.
@NullMarked
package codex.jobs.worker.handlers.search;

import org.jspecify.annotations.NullMarked;
