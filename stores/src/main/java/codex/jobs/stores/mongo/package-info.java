/// How we speak to MongoDB.
@NullMarked
package codex.jobs.stores.mongo;

import org.jspecify.annotations.NullMarked;
