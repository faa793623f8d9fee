/// The real parts, started here.
@NullMarked
package codex.jobs.embedded;

import org.jspecify.annotations.NullMarked;
