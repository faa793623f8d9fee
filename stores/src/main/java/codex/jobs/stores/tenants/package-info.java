/// Who may use what: organizations, credentials, environments and their locks.
@NullMarked
package codex.jobs.stores.tenants;

import org.jspecify.annotations.NullMarked;
