/// What everything is and must be; pure.
@NullMarked
package codex.jobs.model;

import org.jspecify.annotations.NullMarked;
