/// What runs inside the child processes: one main class per part, and the guard that ends them with
/// their parent.
@NullMarked
package codex.jobs.embedded.node;

import org.jspecify.annotations.NullMarked;
