package codex.jobs.api.exports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Api;
import codex.jobs.api.Examples;
import codex.jobs.model.job.JobEvent;
import codex.jobs.model.job.JobId;
import codex.jobs.model.tenant.Actor;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.stores.blobs.MultipartUploads;
import codex.jobs.stores.files.KeptFile;
import codex.jobs.stores.files.KeptFileStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExpiredFilesIT {

    @RegisterExtension static final Api api = Api.usual();

    private static Examples examples;

    private final KeptFileStore files = api.get(KeptFileStore.class);
    private final BlobStore blobs = api.get(BlobStore.class);

    @BeforeAll
    static void anOrganization() {
        examples = Examples.in(api, "expired");
    }

    private static String anExport() {
        return examples.client()
                .ask(
                        """
                        mutation { createExportJob(createJobInput: {
                          jobName: "Export" jobType: EXPORT_ENTRIES
                        }) { id } }\
                        """)
                .data("/createExportJob/id")
                .asString();
    }

    private BlobKey aFile(String job, Duration left) {
        var key = new BlobKey(examples.organization(), "exports/" + job + "/entries.json");
        blobs.put(key, "[]".getBytes(UTF_8), "application/json");
        files.keep(key, new JobId(job), Instant.now().plus(left));
        return key;
    }

    private List<String> kept(Instant until) {
        return files.overdue(until, 1_000).stream().map(KeptFile::key).toList();
    }

    private static void cancel(String job) {
        examples.step(job, new JobEvent.CancelRequested(new Actor("ann", false, "ann", "Ann")));
    }

    @Test
    void whatIsLeftOfAJobThatIsOverGoesWhenItsTimeIsOver() {
        var job = anExport();
        cancel(job);
        var key = aFile(job, Duration.ofSeconds(-1));
        var parts = api.get(MultipartUploads.class);
        var upload = parts.initiate(key, "application/json");
        var part = new byte[] {1};
        parts.send(key, upload, 1, part, part.length);

        api.get(ExpiredFiles.class).sweep();

        assertThat(blobs.head(key)).isEmpty();
        assertThat(parts.parts(key, upload)).isEmpty();
        assertThat(kept(Instant.now().plus(Duration.ofDays(99)))).doesNotContain(key.path());
    }

    @Test
    void whatHasTimeLeftStays() {
        var job = anExport();
        cancel(job);
        var key = aFile(job, Duration.ofMinutes(1));

        api.get(ExpiredFiles.class).sweep();

        assertThat(blobs.head(key)).isPresent();
        assertThat(kept(Instant.now().plus(Duration.ofMinutes(2)))).contains(key.path());
    }

    @Test
    void whatAJobIsStillWritingStays() {
        var job = anExport();
        var key = aFile(job, Duration.ofSeconds(-1));

        api.get(ExpiredFiles.class).sweep();

        assertThat(blobs.head(key)).isPresent();
        assertThat(kept(Instant.now())).doesNotContain(key.path());
        assertThat(kept(Instant.now().plus(Duration.ofDays(2)))).contains(key.path());
        cancel(job);
    }
}
