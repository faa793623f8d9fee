/// Files in.
@NullMarked
package codex.jobs.api.uploads;

import org.jspecify.annotations.NullMarked;
