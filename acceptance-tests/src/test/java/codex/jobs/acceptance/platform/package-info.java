/// The platform as separate processes that can be killed, stopped and started.
@NullMarked
package codex.jobs.acceptance.platform;

import org.jspecify.annotations.NullMarked;
