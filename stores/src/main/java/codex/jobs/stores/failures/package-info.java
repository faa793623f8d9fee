/// What it means that a store has failed.
@NullMarked
package codex.jobs.stores.failures;

import org.jspecify.annotations.NullMarked;
