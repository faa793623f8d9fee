/// The search indices.
@NullMarked
package codex.jobs.stores.search;

import org.jspecify.annotations.NullMarked;
