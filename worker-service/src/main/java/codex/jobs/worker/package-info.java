/// Does the work.
@NullMarked
package codex.jobs.worker;

import org.jspecify.annotations.NullMarked;
