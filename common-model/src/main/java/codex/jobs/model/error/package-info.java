/// What is refused, and how it is named.
@NullMarked
package codex.jobs.model.error;

import org.jspecify.annotations.NullMarked;
