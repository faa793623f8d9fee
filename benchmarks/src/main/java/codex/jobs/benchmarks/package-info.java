/// What the platform does per second, measured through its front door, one class per row.
@NullMarked
package codex.jobs.benchmarks;

import org.jspecify.annotations.NullMarked;
