/// What is told through Kafka, and the topics for it.
@NullMarked
package codex.jobs.stores.news;

import org.jspecify.annotations.NullMarked;
