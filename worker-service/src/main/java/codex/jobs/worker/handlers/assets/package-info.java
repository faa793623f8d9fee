/// Assets from files into the content, and their bytes from wherever they lie.
@NullMarked
package codex.jobs.worker.handlers.assets;

import org.jspecify.annotations.NullMarked;
