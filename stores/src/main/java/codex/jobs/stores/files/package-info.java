/// Files that jobs write, until they are dropped.
@NullMarked
package codex.jobs.stores.files;

import org.jspecify.annotations.NullMarked;
