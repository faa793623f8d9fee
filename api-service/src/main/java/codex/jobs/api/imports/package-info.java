/// createImportJob.
@NullMarked
package codex.jobs.api.imports;

import org.jspecify.annotations.NullMarked;
