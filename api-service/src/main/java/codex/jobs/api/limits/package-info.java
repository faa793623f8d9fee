/// What an organization may use, and what it uses.
@NullMarked
package codex.jobs.api.limits;

import org.jspecify.annotations.NullMarked;
