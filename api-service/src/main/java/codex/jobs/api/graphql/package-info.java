/// The edge, the same for every feature.
@NullMarked
package codex.jobs.api.graphql;

import org.jspecify.annotations.NullMarked;
