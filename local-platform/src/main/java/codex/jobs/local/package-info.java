/// The whole platform on one machine: embedded parts, the unchanged services, demo data.
@NullMarked
package codex.jobs.local;

import org.jspecify.annotations.NullMarked;
