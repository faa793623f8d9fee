/// Who is asking.
@NullMarked
package codex.jobs.api.security;

import org.jspecify.annotations.NullMarked;
