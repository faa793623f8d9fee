/// createCloneSiteJob.
@NullMarked
package codex.jobs.api.sites;

import org.jspecify.annotations.NullMarked;
