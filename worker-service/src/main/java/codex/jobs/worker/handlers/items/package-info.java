/// Files full of items: how they are read, cut into chunks and reported about.
@NullMarked
package codex.jobs.worker.handlers.items;

import org.jspecify.annotations.NullMarked;
