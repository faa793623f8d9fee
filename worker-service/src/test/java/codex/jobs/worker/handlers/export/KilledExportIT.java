package codex.jobs.worker.handlers.export;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.job.ExportFormat;
import codex.jobs.worker.handlers.FailingStores;
import codex.jobs.worker.handlers.FailingStores.Killed;
import codex.jobs.worker.handlers.FailingStores.Moment;
import codex.jobs.worker.handlers.entries.ImportTrial;
import codex.jobs.worker.handlers.export.Exports.Exported;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A worker dies at every single write of an export, and another one goes on: the file is always
/// the same, byte by byte, and nothing else is left.
class KilledExportIT {

    private static final FailingStores stores = new FailingStores();

    @RegisterExtension
    static final ImportTrial trial = ImportTrial.through(stores, Part.MONGODB, Part.S3);

    private boolean wasKilled;

    @Test
    void aWorkerMayDieAtAnyWriteOfAFileInParts() throws Exception {
        var exports = Exports.in(trial);
        exports.largeEntries(15);

        assertThat(deaths(exports)).isGreaterThan(10);
    }

    @Test
    void aWorkerMayDieAtAnyWriteOfASmallFile() throws Exception {
        var exports = Exports.in(trial);
        exports.largeEntries(1);

        assertThat(deaths(exports)).isGreaterThan(3);
    }

    private int deaths(Exports exports) throws Exception {
        var undisturbed = exported(exports, Integer.MAX_VALUE, Moment.BEFORE);
        var deaths = 0;
        for (var moment : List.of(Moment.BEFORE, Moment.AFTER)) {
            for (var write = 1; ; write++) {
                var exported = exported(exports, write, moment);
                var when = moment + " write " + write;
                assertThat(exported.text()).as(when).isEqualTo(undisturbed.text());
                assertThat(exported.result().checksumSha256())
                        .as(when)
                        .isEqualTo(undisturbed.result().checksumSha256());
                assertThat(exported.result().itemCount())
                        .as(when)
                        .isEqualTo(undisturbed.result().itemCount());
                assertThat(exports.left()).as(when).noneMatch(key -> key.endsWith("is open"));
                if (!wasKilled) {
                    break;
                }
                deaths++;
            }
        }
        return deaths;
    }

    private Exported exported(Exports exports, int write, Moment moment) throws Exception {
        var job = exports.job(Exports.ALL, ExportFormat.JSON);
        wasKilled = false;
        stores.killAt(write, moment);
        try {
            exports.attempt(job);
        } catch (Killed _) {
            wasKilled = true;
            stores.spare();
            exports.attempt(job);
        } finally {
            stores.spare();
        }
        return exports.result(job);
    }
}
