/// Who has asked for which change.
@NullMarked
package codex.jobs.stores.audit;

import org.jspecify.annotations.NullMarked;
