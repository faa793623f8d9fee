/// The content plane.
@NullMarked
package codex.jobs.stores.content;

import org.jspecify.annotations.NullMarked;
