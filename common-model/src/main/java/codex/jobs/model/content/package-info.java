/// What an environment holds.
@NullMarked
package codex.jobs.model.content;

import org.jspecify.annotations.NullMarked;
