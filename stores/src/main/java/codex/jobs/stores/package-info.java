/// MongoDB, S3, OpenSearch and the news publisher; no rules of its own.
@NullMarked
package codex.jobs.stores;

import org.jspecify.annotations.NullMarked;
