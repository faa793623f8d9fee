/// What users do and what breaks meanwhile, one class each.
@NullMarked
package codex.jobs.acceptance.scenarios;

import org.jspecify.annotations.NullMarked;
