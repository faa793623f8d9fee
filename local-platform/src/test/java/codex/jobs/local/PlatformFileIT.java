package codex.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformFileIT {

    @TempDir Path place;

    @Test
    void holdsOneVariableALineWhileThePlatformIsReady() throws IOException {
        var file = new PlatformFile(place);

        file.write(Map.of("CODEX_JOBS_B", "2,3", "CODEX_JOBS_A", "http://localhost:1"));

        assertThat(place.resolve("platform.env"))
                .hasContent("CODEX_JOBS_A=http://localhost:1\nCODEX_JOBS_B=2,3\n");
        file.delete();
        assertThat(place).isEmptyDirectory();
    }
}
