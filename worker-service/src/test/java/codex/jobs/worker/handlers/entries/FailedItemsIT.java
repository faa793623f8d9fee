package codex.jobs.worker.handlers.entries;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.job.JobResult;
import codex.jobs.model.job.Retry;
import codex.jobs.model.job.TaskType;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import codex.jobs.worker.handlers.entries.ImportTrial.Imported;
import codex.jobs.worker.runtime.HandlerTrial;
import codex.jobs.worker.runtime.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Items that failed are done once more, without the others.
class FailedItemsIT {

    @RegisterExtension static final ImportTrial trial = ImportTrial.with(Part.MONGODB, Part.S3);

    private final ImportTrial.Tenant tenant = trial.tenant();

    private static String good(int number) {
        return "{\"id\": \"g%s\", \"content\": {\"title\": \"G%s\"}}".formatted(number, number);
    }

    /// Its model does not exist yet.
    private static String bad(int number) {
        return "{\"id\": \"b%s\", \"system\": {\"modelAlias\": \"later\"}, \"content\": {\"title\": \"B%s\"}}"
                .formatted(number, number);
    }

    private void createModel() {
        tenant.collection(ContentKind.MODELS)
                .insertOne(
                        Document.parse(
                                "{_id: 'mdlater', alias: 'later', name: 'Later', status: 1,"
                                        + " titleAlias: 'title',"
                                        + " fields: [{alias: 'title', name: 'T', type: 'TEXT'}]}"));
    }

    private HandlerTrial job(String... items) {
        var json = "[" + String.join(",", items) + "]";
        return tenant.job(tenant.upload("uploads/f", json.getBytes(StandardCharsets.UTF_8)));
    }

    private Imported attempt(HandlerTrial job) throws Exception {
        var outcome = job.attempt(TaskType.PROCESS_ENTRIES, tenant.handler());
        return new Imported(
                outcome.orElse(new Outcome.Failed("STOPPED", "", true, JobResult.NONE)), job);
    }

    private String report(HandlerTrial job) throws IOException {
        var key = Objects.requireNonNull(job.job().result().errorReportKey());
        try (var content =
                trial.bean(BlobStore.class).open(new BlobKey(tenant.organization, key))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void onlyWhatFailedIsDoneOnceMore() throws Exception {
        var job = job(good(1), bad(1), good(2), bad(2));
        assertThat(attempt(job).counts()).isEqualTo("2/0/0/0/2");
        assertThat(report(job)).hasLineCount(2);
        createModel();

        var again = attempt(job.retried(Retry.FAILED_ITEMS));

        assertThat(again.code()).isEqualTo("COMPLETED");
        assertThat(again.counts()).isEqualTo("4/0/0/0/0");
        assertThat(job.job().counts().errors()).isZero();
        assertThat(report(job)).isEmpty();
        assertThat(tenant.all(ContentKind.ENTRIES)).hasSize(4);
        assertThat(tenant.all(ContentKind.ENTRY_VERSIONS)).hasSize(4);
        assertThat(job.job().tasks().getFirst().progress().processed()).isEqualTo(4);
    }

    @Test
    void whatFailsAgainCanBeDoneAgain() throws Exception {
        var job = job(good(1), bad(1), bad(2));
        attempt(job);

        assertThat(attempt(job.retried(Retry.FAILED_ITEMS)).counts()).isEqualTo("1/0/0/0/2");
        assertThat(report(job)).hasLineCount(2);
        createModel();

        assertThat(attempt(job.retried(Retry.FAILED_ITEMS)).counts()).isEqualTo("3/0/0/0/0");
    }

    @Test
    void importThatEndedEarlyGoesOnBehindWhatFailed() throws Exception {
        var items = new ArrayList<String>();
        IntStream.range(0, 1_200).forEach(n -> items.add(n % 200 == 7 ? bad(n) : good(n)));
        tenant.maxErrors = 2;
        var job = job(items.toArray(String[]::new));
        assertThat(attempt(job).code()).isEqualTo("MAX_ERRORS_EXCEEDED");
        createModel();

        var again = attempt(job.retried(Retry.FAILED_ITEMS));

        assertThat(again.code()).isEqualTo("COMPLETED");
        assertThat(again.counts()).isEqualTo("1200/0/0/0/0");
        assertThat(tenant.all(ContentKind.ENTRIES)).hasSize(1_200);
    }

    @Test
    void attemptThatIsStoppedInBetweenIsContinued() throws Exception {
        var items = new ArrayList<String>();
        IntStream.range(0, 1_600).forEach(n -> items.add(n % 2 == 0 ? bad(n) : good(n)));
        var job = job(items.toArray(String[]::new));
        assertThat(attempt(job).counts()).isEqualTo("800/0/0/0/800");
        createModel();
        var last = job.job().tasks().getFirst().checkpoint().chunksDone();
        job.retried(Retry.FAILED_ITEMS);

        for (var stop = 0; stop < 3; stop++) {
            attempt(job.stoppedAfterChunk(last + stop));
        }
        var again = attempt(job.undisturbed());

        assertThat(again.counts()).isEqualTo("1600/0/0/0/0");
        assertThat(tenant.all(ContentKind.ENTRY_VERSIONS)).hasSize(1_600);
    }

    @Test
    void failedItemsMayWaitForEachOther() throws Exception {
        var about =
                "{\"id\": \"n%s\", \"system\": {\"modelAlias\": \"note\"},"
                        + " \"content\": {\"text\": \"N\", \"about\": {\"id\": \"%s\"}}}";
        var job = job(about.formatted(1, "n2"), about.formatted(2, "late"), good(1));
        assertThat(attempt(job).counts()).isEqualTo("1/0/0/0/2");
        tenant.imported("[{\"id\": \"late\", \"content\": {\"title\": \"L\"}}]");

        var again = attempt(job.retried(Retry.FAILED_ITEMS));

        assertThat(again.counts()).isEqualTo("3/0/0/0/0");
    }
}
