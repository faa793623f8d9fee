/// What must hold whatever happens, as things a scenario can ask for.
@NullMarked
package codex.jobs.acceptance.guarantees;

import org.jspecify.annotations.NullMarked;
