/// Tasks that used up their attempts: listed, grouped by cause, replayed.
@NullMarked
package codex.jobs.api.dead;

import org.jspecify.annotations.NullMarked;
