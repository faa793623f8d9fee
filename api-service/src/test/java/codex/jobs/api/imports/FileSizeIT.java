package codex.jobs.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Answer;
import codex.jobs.api.Api;
import codex.jobs.api.Examples;
import codex.jobs.stores.blobs.BlobKey;
import codex.jobs.stores.blobs.BlobStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The largest file that may be imported, set so low that a test can reach it.
class FileSizeIT {

    @RegisterExtension
    static final Api api = Api.with(Map.of("codex.jobs.api.imports.max-file-size", "100B"));

    @Test
    void aFileMayBeAsLargeAsIsSaidAndNotAByteLarger() {
        var ours = Examples.in(api, "file-sizes");

        assertThat(imported(ours, 100, "IMPORT_ENTRIES").errors()).isEmpty();
        assertThat(imported(ours, 101, "IMPORT_ENTRIES").refusals())
                .containsExactly("FILE_TOO_LARGE createJobInput.fileKey");
        assertThat(imported(ours, 101, "IMPORT_ASSETS").refusals())
                .containsExactly("FILE_TOO_LARGE createJobInput.fileKey");
    }

    private static Answer imported(Examples ours, int size, String type) {
        api.get(BlobStore.class)
                .put(
                        new BlobKey(ours.organization(), "sized.json"),
                        "1".repeat(size).getBytes(UTF_8),
                        "application/json");
        return ours.client()
                .ask(
                        """
                        mutation($type: JobType!) { createImportJob(createJobInput: {
                          jobName: "Sized" fileKey: "sized.json" jobType: $type }) { id } }\
                        """,
                        Map.of("type", type));
    }
}
