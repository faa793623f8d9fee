/// Tasks that used up their attempts, kept for their organization's administrators.
@NullMarked
package codex.jobs.stores.dead;

import org.jspecify.annotations.NullMarked;
