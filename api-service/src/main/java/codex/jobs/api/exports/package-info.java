/// createExportJob.
@NullMarked
package codex.jobs.api.exports;

import org.jspecify.annotations.NullMarked;
