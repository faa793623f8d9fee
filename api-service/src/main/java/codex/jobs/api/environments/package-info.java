/// A tenant's copies of its content.
@NullMarked
package codex.jobs.api.environments;

import org.jspecify.annotations.NullMarked;
