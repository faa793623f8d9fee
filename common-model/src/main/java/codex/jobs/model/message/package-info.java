/// What travels on Kafka.
@NullMarked
package codex.jobs.model.message;

import org.jspecify.annotations.NullMarked;
