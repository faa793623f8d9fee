/// Who has asked for which change: written around every mutation, in one place.
@NullMarked
package codex.jobs.api.audit;

import org.jspecify.annotations.NullMarked;
