/// A client as a customer would write one: HTTP and JSON, nothing of ours.
@NullMarked
package codex.jobs.acceptance.client;

import org.jspecify.annotations.NullMarked;
