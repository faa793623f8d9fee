/// A MongoDB-compatible server in this process, with real indexes, for local use and tests.
@NullMarked
package codex.jobs.embedded.mongodb;

import org.jspecify.annotations.NullMarked;
