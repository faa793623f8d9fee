/// Clones sites.
@NullMarked
package codex.jobs.worker.handlers.sites;

import org.jspecify.annotations.NullMarked;
