/// GraphQL in.
@NullMarked
package codex.jobs.api;

import org.jspecify.annotations.NullMarked;
