/// A MongoDB-compatible store with real ordered indexes.
@NullMarked
package codex.jobs.embedded.mongodb;

import org.jspecify.annotations.NullMarked;
