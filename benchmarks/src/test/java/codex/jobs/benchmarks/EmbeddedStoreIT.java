package codex.jobs.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreIT {

    @TempDir Path home;

    @Test
    void rowIsMeasuredAgainstARunningStore() throws Exception {
        var laboratory = new Laboratory(home);

        var figures = new EmbeddedStore(2_000).measure(laboratory);
        laboratory.close();

        assertThat(figures)
                .extracting(Figure::what)
                .contains("inserts in bulk, two indexes", "conditional update, p50");
        assertThat(figures).extracting(Figure::measured).doesNotContain("0.00 ms", "0.00 MiB");
    }
}
