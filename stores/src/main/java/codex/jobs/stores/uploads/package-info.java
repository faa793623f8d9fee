/// Files on their way in.
@NullMarked
package codex.jobs.stores.uploads;

import org.jspecify.annotations.NullMarked;
