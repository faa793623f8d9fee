/// Whose it is: organizations, environments and who asks.
@NullMarked
package codex.jobs.model.tenant;

import org.jspecify.annotations.NullMarked;
