/// The filter language.
@NullMarked
package codex.jobs.model.filter;

import org.jspecify.annotations.NullMarked;
